import { isRecord, recordOf } from '../json/json-record.ts';

/** JSON merge patch (RFC 7386): null removes, lists are replaced. Returns a new value. */
export function applyMergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(Object.entries(recordOf(value)));
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key), change));
  }
  return Object.fromEntries(merged);
}
