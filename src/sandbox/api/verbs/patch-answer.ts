import { ApiFailure } from '../../objects/api-failure.ts';
import { parseJson, unreadablePatch } from '../../objects/json/parse-json.ts';
import type { Patch, PatchType } from '../../objects/patch.ts';
import { patchObject } from '../../objects/patch-object.ts';
import { objectAnswer } from '../content/object-answer.ts';
import { parseYaml } from '../content/read-body.ts';
import { mediaRange } from '../content/wanted-content.ts';
import type { ApiAnswer } from '../http/api-answer.ts';
import { flagged, type ApiRequest } from '../http/api-request.ts';
import { nameIn, type ResourceCall } from '../resource-call.ts';
import { withWarnings, writeParameters } from './write-parameters.ts';

const TYPES: readonly PatchType[] = [
  'json-patch+json',
  'merge-patch+json',
  'strategic-merge-patch+json',
  'apply-patch+yaml',
];

/** Patches an object or its status; server-side apply creates one that is not there. */
export function patchAnswer(call: ResourceCall): ApiAnswer {
  const { request, resource, info } = call;
  const parameters = writeParameters(request);
  const subresource = info.subresource === 'status' ? ('status' as const) : undefined;
  const patch: Patch = {
    ...readPatch(request),
    fieldValidation: parameters.fieldValidation,
    force: flagged(request.url, 'force'),
  };
  const target = { resource, name: nameIn(call), subresource };
  const { object, created } = patchObject(call.objects, target, patch, parameters);
  return withWarnings(objectAnswer(call, created ? 201 : 200, object), parameters.warnings);
}

/** The patch in a request, by its content type; throws ApiFailure 415 when it is none. */
export function readPatch({
  headers,
  body,
}: Pick<ApiRequest, 'headers' | 'body'>): Pick<Patch, 'type' | 'body'> {
  const said = mediaRange(headers['content-type'] ?? '').type.replace('application/', '');
  const type = TYPES.find((one) => one === said);
  if (type === undefined)
    throw new ApiFailure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const text = body.toString();
  return { type, body: type === 'apply-patch+yaml' ? parseYaml(text) : parseJson(text, unreadablePatch) };
}
