/** Rolls one workload back to the values in its change records. */
import {
  decideRollback,
  type RollbackDecision,
  type RollbackExtent,
  type RollbackQuestion,
} from '../../domain/change/decide-rollback.ts';
import type { ChangedImage } from '../../domain/change/record.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { podReplacementOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { type Decided, guardedPatch, ownersNote, type PatchOutcome } from '../cluster/guarded-patch.ts';
import { type RolloutEnd, waitForRollout } from '../rollout/wait-for-rollout.ts';

export interface RollbackTarget extends RollbackExtent {
  readonly cluster: Cluster;
  readonly readImages: ImageReader;
  /** Reads only fields given by flags; other fields are known from the cluster only. */
  readonly readNamed: ImageReader;
  readonly ref: ObjectRef;
  readonly timeoutSeconds: number;
}

export interface RolledBackWorkload {
  readonly workload: ObjectRef;
  /**
   * `unhealthy`: rolled back, but its pods are not ready (the source may be gone). `failed`: not touched. `gone`:
   * deleted. `kept`: changed by somebody since, still uses the target and is kept.
   */
  readonly outcome: 'rolled-back' | 'unchanged' | 'unhealthy' | 'failed' | 'gone' | 'kept';
  readonly images: readonly ChangedImage[];
  /** What was changed by somebody since and therefore kept, in sentences. */
  readonly kept: readonly string[];
  /** Some images still come from the target, and the records are kept for these. */
  readonly stays: boolean;
  readonly message: string;
}

/**
 * One guarded patch, then the rollout. If no controller replaces the pods, the records are removed only after the
 * rollout: until then they show that pods are still to be replaced.
 */
export async function rollBackWorkload(target: RollbackTarget, work: Work): Promise<RolledBackWorkload> {
  const { cluster, ref, timeoutSeconds } = target;
  const waitSince = async (before: KubernetesObject): Promise<RolloutEnd> =>
    waitForRollout(cluster, { ref, before, timeoutSeconds, rollingBack: true }, work);
  const replaced =
    podReplacementOf(ref.resource) === 'tool' ? await putValuesBack(target, waitSince, work) : undefined;
  const { decision, patched } = await patchBack(target, {}, work);
  if (patched === undefined) return unpatched(ref, decision);
  const rest = 'stays' in decision ? decision : NOTHING;
  const rollout = replaced?.rollout ?? (await waitSince(patched.before));
  const back = OUTCOMES[rollout.state];
  const outcome = rest.stays && back === 'rolled-back' ? 'kept' : back;
  const message = [rollout.message, ...rest.kept, ...ownersNote(patched)].join('; ');
  const images = [...(replaced?.images ?? []), ...rest.images];
  return { workload: ref, outcome, images, kept: rest.kept, stays: rest.stays, message };
}

async function patchBack(
  target: RollbackTarget,
  more: Pick<RollbackQuestion, 'keepRecords'>,
  { signal }: Work,
): Promise<PatchOutcome<RollbackDecision | { readonly type: 'patch'; readonly patch: JsonPatch }>> {
  const { cluster, ref, readImages, readNamed } = target;
  const { resource } = ref;
  const decide = (object: KubernetesObject): RollbackDecision => {
    const fields = readImages(resource, object);
    const named = new Set(readNamed(resource, object).map(({ name }) => name));
    const remembered = new Set(fields.map(({ name }) => name).filter((one) => !named.has(one)));
    return decideRollback({ ...target, ...more, object, fields, remembered });
  };
  return guardedPatch(cluster, ref, decide, signal);
}

/**
 * Also when the values are already rolled back and only the pods are not; `undefined`: nothing to roll back, or
 * changed by somebody since and kept with its pods.
 */
async function putValuesBack(
  target: RollbackTarget,
  waitSince: (before: KubernetesObject) => Promise<RolloutEnd>,
  work: Work,
): Promise<{ readonly rollout: RolloutEnd; readonly images: readonly ChangedImage[] } | undefined> {
  const { cluster, ref } = target;
  const { decision, patched } = await patchBack(target, { keepRecords: true }, work);
  const images = 'images' in decision ? decision.images : [];
  if (patched !== undefined) return { rollout: await waitSince(patched.before), images };
  if (decision.type !== 'kept' || decision.kept.length > 0) return undefined;
  const object = await cluster.get(ref.resource, ref, work.signal);
  return object === undefined ? undefined : { rollout: await waitSince(object), images };
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
  return { ...none, outcome: 'unchanged', message: 'it has no change record' };
}

const OUTCOMES: Readonly<Record<RolloutEnd['state'], RolledBackWorkload['outcome']>> = {
  done: 'rolled-back',
  failed: 'unhealthy',
  'held-up': 'unhealthy',
  gone: 'gone',
  reverted: 'unhealthy',
  overtaken: 'unhealthy',
};
