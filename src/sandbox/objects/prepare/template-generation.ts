/** How often the template of a DaemonSet was changed, counted in an annotation for clients of old (apps/v1 conversion). */
import { isDeepStrictEqual } from 'node:util';
import { changeField } from '../defaults/fill-in.ts';
import { recordOf, type JsonRecord } from '../json/json-record.ts';

const ANNOTATION = 'deprecated.daemonset.template.generation';

export function withTemplateGeneration(set: JsonRecord, generation: number): JsonRecord {
  return changeField(set, 'metadata', (metadata) => ({
    ...metadata,
    annotations: { ...recordOf(metadata.annotations), [ANNOTATION]: String(generation) },
  }));
}

/** A changed DaemonSet: one more when its template is another. */
export function withNextTemplateGeneration(current: JsonRecord, next: JsonRecord): JsonRecord {
  const annotations = recordOf(recordOf(current.metadata).annotations);
  const generation = Number(annotations[ANNOTATION] ?? 1);
  const isSame = isDeepStrictEqual(recordOf(current.spec).template, recordOf(next.spec).template);
  return withTemplateGeneration(next, isSame ? generation : generation + 1);
}
