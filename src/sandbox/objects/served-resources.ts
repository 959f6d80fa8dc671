import { BUILT_IN_RESOURCES, CUSTOM_RESOURCE_DEFINITIONS } from './api-resources.ts';
import type { ApiResource } from './api-resource.ts';
import { isRecord, listOf, recordOf, type JsonRecord } from './json/json-record.ts';
import type { Objects } from './objects.ts';
import type { Stored } from './stored.ts';

const made = new WeakMap<Stored, readonly ApiResource[]>();

/** All resources: the built-in ones and each served version of the custom ones, which are served at once. */
export function servedResources(objects: Pick<Objects, 'list'>): readonly ApiResource[] {
  const custom = objects
    .list(CUSTOM_RESOURCE_DEFINITIONS)
    .flatMap((definition) => customResources(definition));
  return [...BUILT_IN_RESOURCES, ...custom];
}

/** The resources of a definition; the same values as long as it is the same definition. */
export function customResources(definition: Stored): readonly ApiResource[] {
  const known = made.get(definition);
  if (known !== undefined) return known;
  const { spec } = definition as { readonly spec?: unknown };
  const versions = listOf(recordOf(spec).versions).filter((version) => isRecord(version));
  const resources = versions
    .filter(({ served }) => served === true)
    .map((version) => customResource(recordOf(spec), version));
  made.set(definition, resources);
  return resources;
}

function customResource(spec: JsonRecord, version: JsonRecord): ApiResource {
  const { plural, kind, singular, listKind, shortNames, categories } = recordOf(spec.names);
  const name = String(kind);
  return {
    group: String(spec.group),
    version: String(version.name),
    plural: String(plural),
    kind: name,
    singular: typeof singular === 'string' && singular !== '' ? singular : name.toLowerCase(),
    listKind: typeof listKind === 'string' && listKind !== '' ? listKind : `${name}List`,
    namespaced: spec.scope === 'Namespaced',
    hasStatus: isRecord(recordOf(version.subresources).status),
    shortNames: listOf(shortNames).map(String),
    categories: listOf(categories).map(String),
    openApiSchema: recordOf(recordOf(version.schema).openAPIV3Schema),
    printerColumns: listOf(version.additionalPrinterColumns),
  };
}
