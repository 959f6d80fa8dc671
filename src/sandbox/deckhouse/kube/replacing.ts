import { isRecord, type JsonRecord } from '../../objects/json/json-record.ts';

/** The merge patch that makes `wanted` of `present`: what is said no more is removed. */
export function replacing(present: JsonRecord, wanted: JsonRecord): JsonRecord {
  const gone = Object.keys(present).filter((key) => wanted[key] === undefined);
  const kept = Object.entries(wanted).map(([key, value]) => {
    const before = present[key];
    return [key, isRecord(before) && isRecord(value) ? replacing(before, value) : value];
  });
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...(Object.fromEntries(kept) as JsonRecord),
  };
}
