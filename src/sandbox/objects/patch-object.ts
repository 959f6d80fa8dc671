/** PATCH requests: from any kind of patch to a stored object. */
import { ApiFailure } from './api-failure.ts';
import type { ApiResource } from './api-resource.ts';
import { applyObject } from './apply/apply-object.ts';
import { read, strictError } from './decode/decode.ts';
import type { Patch, Patched, PatchTarget } from './patch.ts';
import type { Change, Draft, Objects, WriteOptions } from './objects.ts';
import { applyJsonPatchRequest } from './patches/json-patch-request.ts';
import { applyMergePatch } from './patches/merge-patch.ts';
import { applyStrategicPatch } from './patches/strategic-merge-patch.ts';
import { schemaOf } from './schema/schema-of.ts';
import { inPlace } from './patches/in-place.ts';
import type { Stored } from './stored.ts';

/**
 * Throws ApiFailure: 404 when there is no such object, 422 when a JSON Patch does not apply or the patch brings unknown
 * fields that are refused, 400 when it is malformed, 415 when the resource has no such patch, 409 on conflicts.
 */
export function patchObject(
  objects: Objects,
  target: PatchTarget,
  patch: Patch,
  options: WriteOptions = {},
): Patched {
  if (patch.type === 'apply-patch+yaml') return applyObject(objects, target, patch, options);
  const { resource, name, subresource } = target;
  const change: Change<unknown> = (current) =>
    inPlace(name, patched(resource, current, patch, options.onWarning));
  const object =
    subresource === 'status'
      ? objects.updateStatus(resource, name, change, options)
      : objects.update(resource, name, change, options);
  return { object, created: false };
}

/** What a patch makes of an object, decoded; not yet defaulted or checked. */
function patched(
  resource: ApiResource,
  current: Stored,
  patch: Patch,
  onWarning: ((text: string) => void) | undefined,
): Draft {
  const { fieldValidation = 'Warn', body } = patch;
  const value = applied(resource, current, patch);
  const refuse = (reason: string): never => refusePatch(value, reason);
  const { draft, problems } = read(resource, { value, duplicates: body.duplicates }, refuse);
  if (fieldValidation === 'Strict' && problems.length > 0) refuse(strictError(problems));
  if (fieldValidation === 'Warn') for (const problem of problems) onWarning?.(problem);
  return draft;
}

function applied(resource: ApiResource, current: Stored, { type, body }: Patch): unknown {
  if (type === 'json-patch+json') return applyJsonPatchRequest(current, body.value);
  if (type === 'merge-patch+json') return applyMergePatch(current, body.value);
  if (resource.openApiSchema === undefined)
    return applyStrategicPatch(current, body.value, schemaOf(resource));
  const message =
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';
  throw new ApiFailure(415, 'UnsupportedMediaType', message);
}

function refusePatch(value: unknown, reason: string): never {
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(value))}: ${reason}`;
  const causes = [{ reason: 'FieldValueInvalid', message, field: 'patch' }];
  throw new ApiFailure(422, 'Invalid', ` "" is invalid: patch: ${message}`, { causes });
}
