/** Puts one workload back to what its records say was there before. */
import { decideRollback, type UndoExtent } from '../../domain/change/decide-rollback.ts';
import type { ChangedImage } from '../../domain/change/record.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
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
   * nothing to put back any more.
   */
  readonly outcome: 'rolled-back' | 'unchanged' | 'unhealthy' | 'failed' | 'gone';
  readonly images: readonly ChangedImage[];
  /** What somebody changed since and was therefore left as it is, in sentences. */
  readonly kept: readonly string[];
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
  const none = { workload: ref, images: [], kept: [] };
  if ('gone' in decision) return { ...none, outcome: 'gone', message: decision.reason };
  if (decision.type === 'refuse') return { ...none, outcome: 'failed', message: decision.reason };
  if (decision.type === 'nothing' || patched === undefined) {
    return { ...none, outcome: 'unchanged', message: 'it carries no record of a change' };
  }
  const { images, kept } = 'kept' in decision ? decision : none;
  const wait = { ref, before: patched.before, timeoutSeconds, undoing: true };
  const rollout = await waitForRollout(cluster, wait, work);
  const outcome = OUTCOMES[rollout.state];
  return { workload: ref, outcome, images, kept, message: [rollout.message, ...kept].join('; ') };
}

const OUTCOMES: Readonly<Record<RolloutEnd['state'], RolledBackWorkload['outcome']>> = {
  done: 'rolled-back',
  failed: 'unhealthy',
  'held-up': 'unhealthy',
  gone: 'gone',
  reverted: 'unhealthy',
  overtaken: 'unhealthy',
};
