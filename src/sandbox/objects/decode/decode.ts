/** From JSON to what may be stored: only known fields, of the right types, told apart as the server tells it. */
import { apiVersionOf, type ApiResource } from '../api-resource.ts';
import { ApiFailure } from '../api-failure.ts';
import { isRecord, recordOf, type JsonRecord } from '../json/json-record.ts';
import type { ParsedBody } from '../json/parse-json.ts';
import type { Draft } from '../objects.ts';
import { invalid } from '../refusals.ts';
import { schemaOf } from '../schema/schema-of.ts';
import { invalidValue } from '../validation/field-error.ts';
import type { FieldValidation } from './field-validation.ts';
import { prune } from './prune.ts';
import { TypeMismatch } from './type-mismatch.ts';

export interface Decoded {
  readonly draft: Draft;
  /** Texts for Warning headers; empty but for `Warn`. */
  readonly warnings: readonly string[];
}

/**
 * Reads an object that was sent whole. Throws ApiFailure 400 when it is of another kind, when a field has the wrong type
 * and, if Strict, when a field is unknown or there twice.
 */
export function decode(
  resource: ApiResource,
  body: ParsedBody,
  validation: FieldValidation = 'Warn',
): Decoded {
  const { kind, version } = resource;
  const refuse = (reason: string): never => {
    const message = `${kind} in version "${version}" cannot be handled as a ${kind}: ${reason}`;
    throw new ApiFailure(400, 'BadRequest', message);
  };
  checkKind(resource, body.value);
  const { draft, problems } = read(resource, body, refuse);
  if (validation === 'Strict' && problems.length > 0) refuse(strictError(problems));
  return { draft, warnings: validation === 'Warn' ? problems : [] };
}

/** As the server tells of unknown and duplicate fields where it refuses them. */
export function strictError(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(', ')}`;
}

interface Read {
  readonly draft: Draft;
  /** Such as `unknown field "spec.foo"`. */
  readonly problems: readonly string[];
}

/** Prunes and checks types; `refuse` is called with what is wrong. */
export function read(resource: ApiResource, body: ParsedBody, refuse: (reason: string) => never): Read {
  const duplicates = body.duplicates.map((path) => `duplicate field "${path}"`);
  try {
    const { value, unknown } = prune(schemaOf(resource), body.value);
    const problems = [...duplicates, ...unknown.map((path) => `unknown field "${path}"`)];
    return { draft: asDraft(resource, value), problems };
  } catch (error) {
    if (error instanceof TypeMismatch) return refuse(error.message);
    throw error;
  }
}

function asDraft(resource: ApiResource, value: unknown): Draft {
  const fields = isRecord(value) ? value : {};
  const metadata = isRecord(fields.metadata) ? fields.metadata : {};
  return { ...fields, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
}

function checkKind(resource: ApiResource, value: unknown): void {
  const expected = apiVersionOf(resource);
  if (!isRecord(value)) {
    throw new ApiFailure(
      400,
      'BadRequest',
      `the object provided is unrecognized (must be of type ${resource.kind})`,
    );
  }
  const { apiVersion = expected, kind = resource.kind } = value;
  if (apiVersion !== expected) {
    const message = `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected})`;
    throw new ApiFailure(400, 'BadRequest', message);
  }
  if (kind !== resource.kind) throw otherKind(resource, String(kind), value);
}

function otherKind(resource: ApiResource, kind: string, value: JsonRecord): ApiFailure {
  const { version, group } = resource;
  if (resource.openApiSchema !== undefined) {
    const { name } = recordOf(value.metadata);
    return invalid({ ...resource, kind }, typeof name === 'string' ? name : '', [
      invalidValue('kind', kind, `must be ${resource.kind}`),
    ]);
  }
  // The name of Go's package of the group, as it has the internal types.
  const [internal] = group === '' ? ['core'] : group.split('.');
  const conversion = `converting (${version}.${kind}) to (${internal ?? ''}.${resource.kind}): unknown conversion`;
  const message = `${kind} in version "${version}" cannot be handled as a ${resource.kind}: ${conversion}`;
  return new ApiFailure(400, 'BadRequest', message);
}
