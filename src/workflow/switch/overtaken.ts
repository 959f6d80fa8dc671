/**
 * What becomes of a workload that somebody else has changed again: it is his by now, but it stops the spread all the
 * same.
 */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { collectEvidence } from '../rollout/evidence.ts';
import { waitForRollout } from '../rollout/wait-for-rollout.ts';
import type { SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

export interface Overtaken {
  /** With the other change in its message. */
  readonly result: SwitchedWorkload;
  /** Absent: it had already become healthy. */
  readonly before?: KubernetesObject;
}

/** Left alone, or failed when it does not become healthy; never rolled back. Throws ClusterError. */
export async function overtaken(
  { cluster, timeoutSeconds }: Pick<SwitchContext, 'cluster' | 'timeoutSeconds'>,
  { result, before }: Overtaken,
  work: Work,
): Promise<SwitchedWorkload> {
  const { workload: ref } = result;
  const now = await cluster.get(ref.resource, ref, work.signal);
  const alone: SwitchedWorkload = { ...result, outcome: 'left-alone' };
  if (now === undefined || (before !== undefined && rolloutStatus(before).state !== 'done')) return alone;
  const wait = { ref, before: now, timeoutSeconds, isWatching: true };
  const { state, message } = await waitForRollout(cluster, wait, work);
  if (state !== 'failed') return alone;
  const evidence = await collectEvidence(cluster, ref, work.signal);
  return {
    ...result,
    outcome: 'failed',
    message: `${result.message}; ${message}; not rolled back`,
    evidence,
  };
}
