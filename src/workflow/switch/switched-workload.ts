/** What became of a workload that was to be switched. */
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { WrittenImage } from '../rollout/compare-digests.ts';

export type WorkloadOutcome =
  /** Patched and, as far as it was before, healthy. */
  | 'switched'
  /** It says what it should already. */
  | 'unchanged'
  /** Not touched, or changed by somebody else since; the message says why. */
  | 'left-alone'
  /** It was deleted, before or after the patch: nothing is left to move. */
  | 'gone'
  /** Patched, but not healthy; it was not healthy before either, or its nodes are not, and stays switched. */
  | 'unhealthy'
  /** It was healthy before, did not become so, and was put back. */
  | 'rolled-back'
  /** Somebody else set an image back; no trace of the change was left, and it was not patched again. */
  | 'reverted'
  /** Something went wrong; the message says what and in which state it is. */
  | 'failed'
  /** Not begun, as an earlier workload failed or one that goes before it was not switched. */
  | 'not-started';

export interface SwitchedWorkload {
  readonly workload: ObjectRef;
  readonly outcome: WorkloadOutcome;
  readonly images: readonly WrittenImage[];
  readonly message: string;
  /** Of a workload that did not become healthy: what its pods, events and logs told before it was put back. */
  readonly evidence?: readonly string[];
}

/** Whether it stops the spread. */
export function isFailure({ outcome }: Pick<SwitchedWorkload, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'rolled-back' || outcome === 'reverted';
}

/** Whether it still says what it said, so that what waits for it has to wait on. */
export function isUnmoved(result: Pick<SwitchedWorkload, 'outcome'>): boolean {
  return isFailure(result) || result.outcome === 'left-alone' || result.outcome === 'not-started';
}
