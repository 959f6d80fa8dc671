/** Rules for CustomResourceDefinitions (apiextensions-apiserver, pkg/apis/apiextensions/validation). */
import { isRecord, listOf, recordOf } from '../json/json-record.ts';
import type { Stored } from '../stored.ts';
import { invalidValue, required, type FieldError } from './field-error.ts';

export function definitionErrors(object: Stored): FieldError[] {
  const spec = recordOf((object as { readonly spec?: unknown }).spec);
  const { plural } = recordOf(spec.names);
  const wanted = `${String(plural)}.${String(spec.group)}`;
  const { name } = object.metadata;
  return [
    ...(name === wanted
      ? []
      : [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
    ...['group', 'scope']
      .filter((field) => spec[field] === undefined)
      .map((field) => required(`spec.${field}`)),
    ...versionErrors(listOf(spec.versions).map((version) => recordOf(version))),
  ];
}

type Version = Readonly<Record<string, unknown>>;

function versionErrors(versions: readonly Version[]): FieldError[] {
  const stored = versions.filter(({ storage }) => storage === true).length;
  const problem = 'must have exactly one version marked as storage version';
  const withoutSchema = versions.flatMap(({ schema }, index) =>
    isRecord(recordOf(schema).openAPIV3Schema)
      ? []
      : [required(`spec.versions[${index}].schema.openAPIV3Schema`, 'schemas are required')],
  );
  return [...(stored === 1 ? [] : [invalidValue('spec.versions', versions, problem)]), ...withoutSchema];
}
