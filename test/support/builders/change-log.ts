import { RECORD_ANNOTATION, RECORD_VERSION } from '../../../src/domain/change/record.ts';

/** Annotations of an object that carries these records. */
export function changeLog(changes: readonly object[]): Record<string, string> {
  return { [RECORD_ANNOTATION]: JSON.stringify({ version: RECORD_VERSION, changes, handBack: [] }) };
}
