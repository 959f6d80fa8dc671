/**
 * Creates a copy Job and its Secrets so that an interruption at any point leaves nothing running and nothing
 * orphaned.
 */
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { refOf } from '../../domain/kubernetes/object-ref.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { surePatch } from '../cluster/sure-patch.ts';

/** The Job to create, suspended until `release`. */
export function suspended(job: KubernetesObject): KubernetesObject {
  return { ...job, spec: { ...(job.spec as object), suspend: true } };
}

/** The Secret with the Job as its owner: garbage-collected with the Job, even if created after its deletion. */
export function ownedBy(
  secret: KubernetesObject,
  { apiVersion, kind, metadata }: KubernetesObject,
): KubernetesObject {
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
}

/**
 * Unsuspends the Job. Tied to the version that was read: a late request, after another run replaced the Job, has no
 * effect.
 */
export async function release(cluster: Cluster, job: KubernetesObject, signal: AbortSignal): Promise<void> {
  await surePatch(cluster, refOf(JOBS, job), releasePatch, signal);
}

function releasePatch(job: KubernetesObject): JsonPatch | undefined {
  if (valueAt(job, ['spec', 'suspend']) !== true) return undefined;
  return [{ op: 'replace', path: '/spec/suspend', value: false }];
}
