/** Waits until the pods of a patched workload have followed it, clearing the one obstacle that never clears itself. */
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { type RolloutStatus, rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { podTrouble } from './pod-trouble.ts';
import { podRestart } from './pod-restart.ts';
import { replaceOutdatedPods } from './replace-outdated-pods.ts';

const POLL_MILLISECONDS = 1000;
/** Listing pods is dear: only every so many polls. */
const POLLS_PER_LOOK = 5;
/** One look may see a registry's bad moment. */
const LOOKS_IN_TROUBLE = 6;

export interface RolloutWait {
  readonly ref: ObjectRef;
  readonly before: KubernetesObject;
  readonly timeoutSeconds: number;
}

/** `failed` also when the time is over; the message says what was still missing. */
export async function waitForRollout(
  cluster: Cluster,
  { ref, before, timeoutSeconds }: RolloutWait,
  { signal, progress }: Work,
): Promise<RolloutStatus> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  const hopeless = pullsNeverSucceed(cluster, signal);
  for (let poll = 1; ; poll += 1) {
    const object = await cluster.get(ref.resource, ref, signal);
    if (object === undefined) return { state: 'failed', message: 'it was deleted' };
    const status = await statusOf(cluster, { before, object }, signal);
    if (status.state === 'done') return status;
    if (status.state === 'failed') return failed(cluster, object, { text: status.message, signal });
    progress.update(status.message);
    const reason = poll % POLLS_PER_LOOK === 0 ? await hopeless(object) : undefined;
    if (reason !== undefined) return { state: 'failed', message: reason };
    if (performance.now() > deadline) {
      return failed(cluster, object, {
        text: `not ready after ${timeoutSeconds}s: ${status.message}`,
        signal,
      });
    }
    await pause(POLL_MILLISECONDS, undefined, { signal });
  }
}

/** Looks at the pods; tells why they will never be ready once that has been so at several looks on end. */
function pullsNeverSucceed(
  cluster: Cluster,
  signal: AbortSignal,
): (object: KubernetesObject) => Promise<string | undefined> {
  let looks = 0;
  return async (object) => {
    const trouble = await podTrouble(cluster, object, signal);
    looks = trouble?.cannotPull === true ? looks + 1 : 0;
    return looks < LOOKS_IN_TROUBLE ? undefined : trouble?.text;
  };
}

/** With what holds the pods up, as far as they tell. */
async function failed(
  cluster: Cluster,
  object: KubernetesObject,
  { text, signal }: { readonly text: string; readonly signal: AbortSignal },
): Promise<RolloutStatus> {
  const trouble = await podTrouble(cluster, object, signal);
  return { state: 'failed', message: trouble === undefined ? text : `${text}; ${trouble.text}` };
}

async function statusOf(
  cluster: Cluster,
  { before, object }: { before: KubernetesObject; object: KubernetesObject },
  signal: AbortSignal,
): Promise<RolloutStatus> {
  if (object.kind === 'Pod') return podRestart(before, object);
  const status = rolloutStatus(object);
  if (status.state === 'failed') return status;
  const outdated = await replaceOutdatedPods(cluster, object, status, signal);
  return outdated === 0 ? status : { state: 'progressing', message: `${outdated} pods still to be replaced` };
}
