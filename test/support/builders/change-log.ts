import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { RECORD_ANNOTATION, RECORD_VERSION } from '../../../src/domain/change/record.ts';

/** Annotations of an object that carries these records. */
export function changeLog(changes: readonly object[]): Record<string, string> {
  return { [RECORD_ANNOTATION]: JSON.stringify({ version: RECORD_VERSION, changes, handBack: [] }) };
}

/** With the record of a tool that does not exist yet. */
export function newer(object: KubernetesObject): KubernetesObject {
  const text = JSON.stringify({ version: RECORD_VERSION + 1, changes: [], handBack: [], more: true });
  const annotations = { ...object.metadata.annotations, [RECORD_ANNOTATION]: text };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
