/** Removes Job, pods and Secrets of a copy. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { copyJobState } from './copy-job-state.ts';
import { copyJobEnd } from './follow-copy-job.ts';

/** The last image may be at the target shortly before the Job ends. */
const PATIENCE_MILLISECONDS = 30_000;

/** The name of the Job and the prefix of its Secrets (see CopyJobOptions). */
export interface CopyName {
  readonly namespace: string;
  readonly name: string;
}

/** Secrets first: a Job that still exists shows that the removal is incomplete. */
export async function removeCopy(
  cluster: Cluster,
  job: KubernetesObject,
  signal: AbortSignal,
): Promise<void> {
  await removeCopySecrets(cluster, copyNameOf(job), signal);
  // Its controller has written to it since.
  const seen = await cluster.get(JOBS, copyNameOf(job), signal);
  if (seen === undefined || seen.metadata.uid !== job.metadata.uid) return;
  await guardedDelete(cluster, { resource: JOBS, seen, propagation: 'Background', signal });
}

export function copyNameOf({ metadata: { namespace = '', name } }: KubernetesObject): CopyName {
  return { namespace, name };
}

/** Removes the copy of an interrupted run if it has completed since; a running copy is not touched. */
export async function removeEndedCopy(cluster: Cluster, name: CopyName, signal: AbortSignal): Promise<void> {
  const job = await cluster.get(JOBS, name, signal);
  if (job === undefined) await removeLostSecrets(cluster, name, signal);
  else if (copyJobState(job).type === 'suspended' || (await endsSoon(cluster, name, signal))) {
    await removeCopy(cluster, job, signal);
  }
}

/** Secrets of a run that ended before it created its Job. Without permission to list Secrets it created none. */
async function removeLostSecrets(cluster: Cluster, name: CopyName, signal: AbortSignal): Promise<void> {
  await removeCopySecrets(cluster, name, signal).catch(ifForbidden(false));
}

/**
 * The last one first, since they are found by counting up, also after an interruption here. Returns whether there
 * were any.
 */
export async function removeCopySecrets(
  cluster: Cluster,
  { namespace, name }: CopyName,
  signal: AbortSignal,
): Promise<boolean> {
  const found: KubernetesObject[] = [];
  for (;;) {
    const next = found.length === 0 ? name : `${name}-${found.length}`;
    const secret = await cluster.get(SECRETS, { namespace, name: next }, signal);
    if (secret === undefined) break;
    found.push(secret);
  }
  for (const seen of found.toReversed()) {
    await guardedDelete(cluster, { resource: SECRETS, seen, signal });
  }
  return found.length > 0;
}

/** Resolves when the Job and all of its pods are gone. */
export async function removeJobAndWait(
  cluster: Cluster,
  job: KubernetesObject,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = job.metadata;
  const gone = new AbortController();
  const watching = AbortSignal.any([signal, gone.signal]);
  await guardedDelete(cluster, { resource: JOBS, seen: job, propagation: 'Foreground', signal });
  const query = { namespace, fieldSelector: `metadata.name=${name}` };
  let there = false;
  for await (const event of cluster.watch(JOBS, query, watching)) {
    if (event.type === 'ADDED') there = true;
    if (event.type === 'DELETED' || (event.type === 'SYNCED' && !there)) break;
  }
  gone.abort();
}

async function endsSoon(cluster: Cluster, job: CopyName, signal: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    await copyJobEnd(cluster, job, AbortSignal.any([signal, patience]));
    return true;
  } catch (error) {
    if (patience.aborted && !signal.aborted) return false;
    throw error;
  }
}
