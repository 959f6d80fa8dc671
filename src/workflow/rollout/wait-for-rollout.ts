/** Waits for the rollout of a patched workload, replacing pods that its controller never would. */
import { setTimeout as pause } from 'node:timers/promises';
import { countOf } from '../../domain/count-of.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { podReplacementOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Interference } from '../../domain/rollout/interference.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import type { RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';
import { referringWorkloads, withReferring } from './referring-workloads.ts';
import { terminalFailure } from './terminal-failure.ts';
import { podRestart } from './pod-restart.ts';
import { podTrouble } from './pod-trouble.ts';
import { outdatedPodReplacement, type ReplaceOutdatedPods } from './replace-outdated-pods.ts';

const POLL_MILLISECONDS = 1000;
/** Pods are listed only every few polls, since that is expensive. */
const POLLS_PER_LOOK = 5;

export interface RolloutWait {
  readonly ref: ObjectRef;
  readonly before: KubernetesObject;
  readonly timeoutSeconds: number;
  /** Called for every state of the object: whether somebody else has reverted the change. */
  readonly interferes?: (object: KubernetesObject) => Interference | undefined;
  /** The change is a rollback. */
  readonly rollingBack?: boolean;
  /** The change was made by somebody else: no pods are replaced for it. */
  readonly isWatching?: boolean;
}

export interface RolloutEnd {
  readonly state:
    | 'done'
    /** Also when the time is over; the message says what was still missing. */
    | 'failed'
    /** Nodes that are not ready hold the rest up. */
    | 'held-up'
    /** The object was deleted, or is another one by now. */
    | 'gone'
    | Interference['state'];
  readonly message: string;
}

/** Throws ClusterError. */
export async function waitForRollout(
  cluster: Cluster,
  wait: RolloutWait,
  { signal, progress }: Work,
): Promise<RolloutEnd> {
  const { ref, timeoutSeconds } = wait;
  const deadline = performance.now() + timeoutSeconds * 1000;
  const checkFailure = terminalFailure(cluster, signal);
  const replace = outdatedPodReplacement(cluster, wait, signal);
  const before = await referringWorkloads(cluster, wait.before, signal);
  for (let poll = 1; ; poll += 1) {
    const object = await cluster.get(ref.resource, ref, signal);
    const lost = lostSight(object, wait);
    if (object === undefined || lost !== undefined) return lost ?? GONE;
    const own = await statusOf(object, wait, replace);
    const status = await withReferring(cluster, { owner: object, status: own, before }, signal);
    if (status.state === 'done') return { state: 'done', message: status.message };
    if (status.state === 'failed') return failed(cluster, object, { text: status.message, signal });
    progress.update(status.message);
    const end = poll % POLLS_PER_LOOK === 0 ? await checkFailure(object, status) : undefined;
    if (end !== undefined) return end;
    if (performance.now() > deadline) {
      const text = `not ready after ${timeoutSeconds}s: ${status.message}`;
      return failed(cluster, object, { text, signal });
    }
    await pause(POLL_MILLISECONDS, undefined, { signal });
  }
}

const GONE: RolloutEnd = { state: 'gone', message: 'it was deleted' };

/** The result when the change is no longer there. */
function lostSight(
  object: KubernetesObject | undefined,
  { ref, interferes }: RolloutWait,
): RolloutEnd | undefined {
  const isAnother = ref.uid !== undefined && object?.metadata.uid !== ref.uid;
  return object === undefined || isAnother ? GONE : interferes?.(object);
}

/** The failure, with the trouble of its pods if known. */
async function failed(
  cluster: Cluster,
  object: KubernetesObject,
  { text, signal }: { readonly text: string; readonly signal: AbortSignal },
): Promise<RolloutEnd> {
  const trouble = await podTrouble(cluster, object, signal);
  return { state: 'failed', message: trouble === undefined ? text : `${text}; ${trouble.text}` };
}

async function statusOf(
  object: KubernetesObject,
  { before, isWatching = false }: RolloutWait,
  replace: ReplaceOutdatedPods,
): Promise<RolloutStatus> {
  if (podReplacementOf(object) === 'in-place') return podRestart(before, object);
  const status = rolloutStatus(object, before);
  if (status.state === 'failed' || isWatching) return status;
  const { left, held } = await replace(object, status);
  if (left === 0) return status;
  const message = `${countOf(left, 'pod')} still to be replaced`;
  return { state: 'progressing', message: held === undefined ? message : `${message}: ${held}` };
}
