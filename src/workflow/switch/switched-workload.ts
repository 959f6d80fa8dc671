/** The outcome of a workload that was to be switched. */
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { WrittenImage } from '../rollout/compare-digests.ts';

export type WorkloadOutcome =
  /** Patched and healthy, unless it was unhealthy before. */
  | 'switched'
  /** It says what it should already. */
  | 'unchanged'
  /** Not touched, or changed by somebody else since; the message says why. */
  | 'left-alone'
  /** It was deleted, before or after the patch: nothing is left to move. */
  | 'gone'
  /** Patched, but not healthy; it was not healthy before either, or its nodes are not, and stays switched. */
  | 'unhealthy'
  /** Was healthy before, did not become healthy, and was rolled back. */
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
  /** For a workload that did not become healthy: its pods, events and logs before the rollback. */
  readonly evidence?: readonly string[];
}

/** Whether it stops the run. */
export function isFailure({ outcome }: Pick<SwitchedWorkload, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'rolled-back' || outcome === 'reverted';
}

/** Whether it was not changed, so that dependents must not be switched. */
export function isUnmoved(result: Pick<SwitchedWorkload, 'outcome'>): boolean {
  return isFailure(result) || result.outcome === 'left-alone' || result.outcome === 'not-started';
}
