import type { ApiResource } from '../api-resource.ts';
import type { Stored } from '../stored.ts';
import { metadataErrors } from './metadata-errors.ts';
import type { FieldError } from './field-error.ts';
import { KIND_RULES } from './kind-rules.ts';
import { customErrors } from './custom-errors.ts';

/** What is wrong with an object; `previous`: as it is, when it is changed. */
export function fieldErrors(resource: ApiResource, object: Stored, previous?: Stored): readonly FieldError[] {
  const errors = metadataErrors(resource, object.metadata, previous?.metadata);
  if (resource.openApiSchema !== undefined) return [...errors, ...customErrors(resource, object)];
  return [...errors, ...(KIND_RULES.get(resource.kind)?.(object, previous) ?? [])];
}
