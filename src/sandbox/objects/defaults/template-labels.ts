import { isRecord, recordOf, type JsonRecord } from '../json/json-record.ts';

/** Labels of the pod template of an object, where it has any. */
export function templateLabels(object: JsonRecord): JsonRecord | undefined {
  const template = recordOf(recordOf(object.spec).template);
  const { labels } = recordOf(template.metadata);
  return isRecord(labels) && Object.keys(labels).length > 0 ? labels : undefined;
}
