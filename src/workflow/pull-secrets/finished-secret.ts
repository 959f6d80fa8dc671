import { jsonPointer, type JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';

/** Label of pull Secrets that were created by a move which is finished: they are there to stay. */
const FINISHED_LABEL = 'registry-switch.io/finished';

export function isFinishedSecret({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.[FINISHED_LABEL] === 'true';
}

/** All that this tool creates has labels. */
export function finishSecret(): JsonPatch {
  return [{ op: 'add', path: jsonPointer('metadata', 'labels', FINISHED_LABEL), value: 'true' }];
}

/** Of a Secret that another move uses again. */
export function reviveSecret(secret: KubernetesObject): JsonPatch {
  const path = jsonPointer('metadata', 'labels', FINISHED_LABEL);
  return isFinishedSecret(secret) ? [{ op: 'remove', path }] : [];
}
