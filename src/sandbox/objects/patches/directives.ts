/** The words of strategic merge patches that are no fields. */
import { isRecord } from '../json/json-record.ts';

export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ORDER = '$setElementOrder/';
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';

/** The patch as a value of its own: without directives, nulls and what they delete. */
export function withoutDirectives(patch: unknown): unknown {
  if (Array.isArray(patch)) {
    return patch.filter((item) => !isDirective(item)).map((item) => withoutDirectives(item));
  }
  if (!isRecord(patch)) return patch;
  const entries = Object.entries(patch).filter(
    ([key, value]) => !key.startsWith('$') && value !== null && value !== undefined && !isDirective(value),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutDirectives(value)]));
}

function isDirective(value: unknown): boolean {
  return isRecord(value) && (value[PATCH] === 'delete' || (value[PATCH] === 'replace' && isBare(value)));
}

/** A list item that says no more than how the list is to be patched. */
export function isBare(value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).length === 1;
}
