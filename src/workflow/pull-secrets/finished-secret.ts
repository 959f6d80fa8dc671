import { jsonPointer, type JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';

/** Label of pull Secrets created by a finished move: kept permanently. */
const FINISHED_LABEL = 'registry-switch.io/finished';

export function isFinishedSecret({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.[FINISHED_LABEL] === 'true';
}

/** Adds the label; the tool's Secrets always have labels. */
export function finishSecret(): JsonPatch {
  return [{ op: 'add', path: jsonPointer('metadata', 'labels', FINISHED_LABEL), value: 'true' }];
}

/** Removes the label when another move uses the Secret again. */
export function reviveSecret(secret: KubernetesObject): JsonPatch {
  const path = jsonPointer('metadata', 'labels', FINISHED_LABEL);
  return isFinishedSecret(secret) ? [{ op: 'remove', path }] : [];
}
