/** Runs the copy Job: creates its objects, follows its pods, and tells how it ended. */
import { ExpectedError } from '../../domain/errors.ts';
import type { CopyEvent, CopyPodTrouble } from '../../domain/copy/copy.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobRequest, CopyManifests } from '../../domain/ports/copy-engine.ts';
import { followCopyPods } from './copy-pods.ts';
import { tellJobWarnings } from './job-warnings.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';

export interface CopyJobEnd {
  readonly succeeded: boolean;
  /** Why the Job as a whole failed, in a sentence. */
  readonly reason?: string;
  /** The last lines of the engine's logs, without secrets. */
  readonly logTail: readonly string[];
}

/** How a Job that is still there from an earlier run is treated. */
export type Leftover = 'refuse' | 'replace';

/**
 * Creates the namespace where it is missing, then the Secrets, then the Job; gives the Job as it was created. Throws
 * when another copy is running.
 */
export async function startCopyJob(
  cluster: Cluster,
  { secrets, job }: CopyManifests,
  leftover: Leftover,
  signal: AbortSignal,
): Promise<KubernetesObject> {
  const name = { namespace: job.metadata.namespace ?? '', name: job.metadata.name };
  await ensureNamespace(cluster, name.namespace, signal);
  const earlier = await cluster.get(JOBS, name, signal);
  if (earlier !== undefined) {
    if (!hasEnded(earlier)) {
      throw new ExpectedError(`a copy is running already: Job ${name.namespace}/${name.name}`, {
        nextStep: `Wait for it, or end it with \`kubectl delete job -n ${name.namespace} ${name.name}\`.`,
      });
    }
    if (leftover === 'refuse' && condition(earlier, 'Failed') !== undefined) {
      throw new ExpectedError(`an earlier copy failed: Job ${name.namespace}/${name.name} is still there`, {
        nextStep: `See its log with \`kubectl logs -n ${name.namespace} job/${name.name}\`; go on with --retry.`,
      });
    }
    await removeJob(cluster, earlier, signal);
  }
  for (const secret of secrets) await replaceSecret(cluster, secret, signal);
  return cluster.create(JOBS, job, { signal });
}

/** Follows the Job to its end. */
export async function followCopyJob(
  cluster: Cluster,
  { engine, request, job }: { engine: CopyEngine; request: CopyJobRequest; job: KubernetesObject },
  { signal, onEvent }: { signal: AbortSignal; onEvent: (event: CopyEvent | CopyPodTrouble) => void },
): Promise<CopyJobEnd> {
  const { namespace = '', name } = job.metadata;
  const following = new AbortController();
  const both = AbortSignal.any([signal, following.signal]);
  const warn = (reason: string): void => {
    onEvent({ type: 'pod-waiting', reason });
  };
  void tellJobWarnings(cluster, job, warn, both);
  const pods = followCopyPods(cluster, { engine, request, namespace, job: name }, { signal: both, onEvent });
  try {
    const ended = await Promise.race([copyJobEnd(cluster, { namespace, name }, both), pods.trouble]);
    // The other pods may go on for hours.
    if ('hopeless' in ended) following.abort();
    const logTail = await pods.finish();
    return {
      succeeded: ended.succeeded,
      ...(ended.reason === undefined ? {} : { reason: ended.reason }),
      logTail,
    };
  } finally {
    following.abort();
  }
}

/** Resolves when the Job has ended, however. */
export async function copyJobEnd(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<Omit<CopyJobEnd, 'logTail'>> {
  for await (const event of cluster.watch(
    JOBS,
    { namespace, fieldSelector: `metadata.name=${name}` },
    signal,
  )) {
    if (event.object === undefined) continue;
    if (event.type === 'DELETED') return { succeeded: false, reason: 'somebody deleted the Job' };
    const failed = condition(event.object, 'Failed');
    if (failed !== undefined) return { succeeded: false, reason: failed };
    if (condition(event.object, 'Complete') !== undefined) return { succeeded: true };
  }
  return { succeeded: false, reason: 'the Job could not be watched to its end' };
}

/** Deletes what a successful copy leaves behind: Job, pods and Secrets. */
export async function removeCopyObjects(
  cluster: Cluster,
  { secrets, job }: CopyManifests,
  signal: AbortSignal,
): Promise<void> {
  for (const { metadata } of secrets) {
    await cluster.delete(SECRETS, nameOf(metadata), { signal });
  }
  await cluster.delete(JOBS, nameOf(job.metadata), { propagation: 'Background', signal });
}

async function removeJob(cluster: Cluster, job: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { namespace = '', name, uid } = job.metadata;
  const gone = new AbortController();
  const watching = AbortSignal.any([signal, gone.signal]);
  await cluster.delete(JOBS, { namespace, name }, { uid, propagation: 'Foreground', signal });
  let there = false;
  for await (const event of cluster.watch(
    JOBS,
    { namespace, fieldSelector: `metadata.name=${name}` },
    watching,
  )) {
    if (event.type === 'ADDED') there = true;
    if (event.type === 'DELETED' || (event.type === 'SYNCED' && !there)) break;
  }
  gone.abort();
}

/** The Secrets of a copy are made by this tool alone and carry no state: an old one is replaced. */
async function replaceSecret(cluster: Cluster, secret: KubernetesObject, signal: AbortSignal): Promise<void> {
  const present = await cluster.get(SECRETS, nameOf(secret.metadata), signal);
  if (present !== undefined) await cluster.delete(SECRETS, nameOf(secret.metadata), { signal });
  await cluster.create(SECRETS, secret, { signal });
}

function nameOf({ namespace, name }: KubernetesObject['metadata']): { namespace: string; name: string } {
  return { namespace: namespace ?? '', name };
}

function hasEnded(job: KubernetesObject): boolean {
  return condition(job, 'Failed') !== undefined || condition(job, 'Complete') !== undefined;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The message of a condition that holds. */
function condition(job: KubernetesObject, type: string): string | undefined {
  const conditions = (valueAt(job, ['status', 'conditions']) ?? []) as readonly Condition[];
  const found = conditions.find((one) => one.type === type && one.status === 'True');
  return found === undefined ? undefined : (found.message ?? found.reason ?? type);
}
