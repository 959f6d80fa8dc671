import { ApiFailure } from '../api-failure.ts';
import { isRecord, type JsonRecord } from '../json/json-record.ts';
import { badRequest } from '../refusals.ts';
import { applyJsonPatch, PatchFailure, type JsonPatchStep } from './json-patch.ts';

/**
 * Applies a JSON Patch as it was sent. Throws ApiFailure: 400 when it is not a list of operations, and 422 without a reason,
 * as the server gives none, when an operation is unknown or does not apply.
 */
export function applyJsonPatchRequest(value: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw unreadable(patch, '[]handlers.jsonPatchOp');
  const stray = patch.findIndex((step) => !isRecord(step));
  if (stray >= 0) throw unreadable(patch[stray], 'handlers.jsonPatchOp');
  if (!patch.every(isStep)) throw rejected();
  try {
    return applyJsonPatch(value, patch);
  } catch (error) {
    throw error instanceof PatchFailure ? rejected() : error;
  }
}

function isStep(step: JsonRecord): step is JsonRecord & JsonPatchStep {
  const { op, path, from } = step;
  if (typeof path !== 'string') return false;
  if (op === 'move' || op === 'copy') return typeof from === 'string';
  return op === 'add' || op === 'remove' || op === 'replace' || op === 'test';
}

function unreadable(value: unknown, type: string): ApiFailure {
  const found = isRecord(value) ? 'object' : typeof value;
  return badRequest(`error decoding patch: json: cannot unmarshal ${found} into Go value of type ${type}`);
}

function rejected(): ApiFailure {
  return new ApiFailure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}
