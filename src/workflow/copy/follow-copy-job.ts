/** Follows the copy Job to its end. */
import type { CopyEvent, CopyPodTrouble } from '../../domain/copy/copy.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { JOBS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { CopyEngine, CopyJobRequest } from '../../domain/ports/copy-engine.ts';
import { copyJobState } from './copy-job-state.ts';
import { followCopyPods } from './copy-pods.ts';
import { reportJobWarnings } from './job-warnings.ts';
import { idleTimer } from './idle-timer.ts';

export interface CopyJobEnd {
  readonly succeeded: boolean;
  /** Why the Job as a whole failed, in a sentence. */
  readonly reason?: string;
  /** The last lines of the engine's logs, without secrets. */
  readonly logTail: readonly string[];
}

interface FollowedCopy {
  readonly engine: CopyEngine;
  readonly request: CopyJobRequest;
  readonly job: KubernetesObject;
  /** How long the copy may be without a running pod; 0: no limit. */
  readonly timeoutSeconds: number;
}

interface Follow {
  readonly signal: AbortSignal;
  readonly onEvent: (event: CopyEvent | CopyPodTrouble) => void;
}

/** Throws ExpectedError when no pod has run for too long; the Job is left in place. */
export async function followCopyJob(
  cluster: Cluster,
  { engine, request, job, timeoutSeconds }: FollowedCopy,
  { signal, onEvent }: Follow,
): Promise<CopyJobEnd> {
  const { namespace = '', name } = job.metadata;
  const following = new AbortController();
  const both = AbortSignal.any([signal, following.signal]);
  const idle = idleTimer(timeoutSeconds);
  let warning = 'reason unknown';
  const held = { back: false };
  const tell: Follow['onEvent'] = (event) => {
    if (event.type === 'pod-waiting') warning = event.reason;
    onEvent(event);
  };
  const warn = (reason: string): void => {
    tell({ type: 'pod-waiting', reason });
  };
  void reportJobWarnings(cluster, job, warn, both);
  const followed = { engine, request, namespace, job: name };
  const pods = followCopyPods(cluster, followed, { signal: both, onEvent: tell, onPod: idle.see });
  try {
    // It was unsuspended before it is followed.
    const jobEnd = copyJobEnd(cluster, { namespace, name }, both, (seen) => {
      held.back = copyJobState(seen).type === 'suspended';
    });
    const ended = await Promise.race([jobEnd, pods.trouble, idle.expired]);
    if (ended === 'expired') {
      throw stalled({ namespace, name }, timeoutSeconds, held.back ? HELD_BACK : warning);
    }
    // The other pods may run for hours.
    if ('isTerminal' in ended) following.abort();
    const logTail = await pods.finish();
    const { succeeded, reason } = ended;
    return { succeeded, ...(reason === undefined ? {} : { reason }), logTail };
  } finally {
    idle.stop();
    following.abort();
  }
}

const HELD_BACK =
  'the Job was suspended again after its start: a queue such as Kueue may hold it until there is capacity';

function stalled(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  seconds: number,
  warning: string,
): ExpectedError {
  return new ExpectedError(`no pod of the copy has run for ${seconds}s: ${warning}`, {
    nextStep: `Job ${namespace}/${name} still exists: see \`kubectl describe job -n ${namespace} ${name}\`. Fix what blocks it, then run the command again (\`copy\` with --retry); --copy-timeout sets how long to wait.`,
  });
}

/** Resolves when the Job has ended, successfully or not. `onJob` is called for every state. */
export async function copyJobEnd(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
  onJob: (job: KubernetesObject) => void = () => undefined,
): Promise<Omit<CopyJobEnd, 'logTail'>> {
  const query = { namespace, fieldSelector: `metadata.name=${name}` };
  for await (const event of cluster.watch(JOBS, query, signal)) {
    if (event.object === undefined) continue;
    if (event.type === 'DELETED') return { succeeded: false, reason: 'the Job was deleted' };
    onJob(event.object);
    const state = copyJobState(event.object);
    if (state.type === 'failed') return { succeeded: false, reason: state.reason };
    if (state.type === 'complete') return { succeeded: true };
  }
  return { succeeded: false, reason: 'the Job could not be watched to its end' };
}
