/** Puts one workload back to what its records say was there before. */
import {
  decideRollback,
  type RollbackDecision,
  type UndoExtent,
} from '../../domain/change/decide-rollback.ts';
import type { ChangedImage } from '../../domain/change/record.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { type Decided, guardedPatch, ownersNote } from '../cluster/guarded-patch.ts';
import { type RolloutEnd, waitForRollout } from '../rollout/wait-for-rollout.ts';

export interface RollbackTarget extends UndoExtent {
  readonly cluster: Cluster;
  readonly readImages: ImageReader;
  readonly ref: ObjectRef;
  readonly timeoutSeconds: number;
}

export interface RolledBackWorkload {
  readonly workload: ObjectRef;
  /**
   * `unhealthy`: put back, but its pods are not ready (the source may be gone). `failed`: not touched. `gone`: there is
   * nothing to put back any more. `kept`: what somebody changed since still comes from the target, and stays.
   */
  readonly outcome: 'rolled-back' | 'unchanged' | 'unhealthy' | 'failed' | 'gone' | 'kept';
  readonly images: readonly ChangedImage[];
  /** What somebody changed since and was therefore left as it is, in sentences. */
  readonly kept: readonly string[];
  /** Something of it still comes from the target, and its records stay for that. */
  readonly stays: boolean;
  readonly message: string;
}

/** One guarded patch, then the rollout. */
export async function rollBackWorkload(
  { cluster, readImages, ref, timeoutSeconds, ...extent }: RollbackTarget,
  work: Work,
): Promise<RolledBackWorkload> {
  const { decision, patched } = await guardedPatch(
    cluster,
    ref,
    (object) => {
      const { kind } = ref.resource;
      return decideRollback({ ...extent, object, kind, fields: readImages(ref.resource, object) });
    },
    work.signal,
  );
  if (patched === undefined) return unpatched(ref, decision);
  const { images, kept, stays } = 'stays' in decision ? decision : NOTHING;
  const wait = { ref, before: patched.before, timeoutSeconds, undoing: true };
  const rollout = await waitForRollout(cluster, wait, work);
  const back = OUTCOMES[rollout.state];
  const outcome = stays && back === 'rolled-back' ? 'kept' : back;
  const message = [rollout.message, ...kept, ...ownersNote(patched)].join('; ');
  return { workload: ref, outcome, images, kept, stays, message };
}

const NOTHING = { images: [], kept: [], stays: false };

function unpatched(
  workload: ObjectRef,
  decision: Decided<RollbackDecision | { readonly type: 'patch' }>,
): RolledBackWorkload {
  const none = { ...NOTHING, workload };
  if (decision.type === 'refuse') {
    return { ...none, outcome: 'gone' in decision ? 'gone' : 'failed', message: decision.reason };
  }
  if (decision.type === 'kept') {
    const { kept } = decision;
    return { ...none, outcome: 'kept', kept, stays: true, message: kept.join('; ') };
  }
  return { ...none, outcome: 'unchanged', message: 'it carries no record of a change' };
}

const OUTCOMES: Readonly<Record<RolloutEnd['state'], RolledBackWorkload['outcome']>> = {
  done: 'rolled-back',
  failed: 'unhealthy',
  'held-up': 'unhealthy',
  gone: 'gone',
  reverted: 'unhealthy',
  overtaken: 'unhealthy',
};
