/** A copy Job and its Secrets come into being so that, wherever it is broken off, nothing runs and nothing is left for long. */
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { surePatch } from '../cluster/sure-patch.ts';

/** The Job as it is created: it starts nothing before `release`. */
export function suspended(job: KubernetesObject): KubernetesObject {
  return { ...job, spec: { ...(job.spec as object), suspend: true } };
}

/** The Secret with the Job as its owner: it goes with the Job, also when it comes later than the Job's end. */
export function ownedBy(
  secret: KubernetesObject,
  { apiVersion, kind, metadata }: KubernetesObject,
): KubernetesObject {
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
}

/**
 * Lets the Job create its pods. As every patch it is tied to the very state that was read: a request that arrives late,
 * when another run has replaced the Job, starts nothing.
 */
export async function release(cluster: Cluster, job: KubernetesObject, signal: AbortSignal): Promise<void> {
  await surePatch(cluster, refOf(JOBS, job), releasePatch, signal);
}

function releasePatch(job: KubernetesObject): JsonPatch | undefined {
  if (valueAt(job, ['spec', 'suspend']) !== true) return undefined;
  return [{ op: 'replace', path: '/spec/suspend', value: false }];
}
