/** Switches one workload: one guarded patch, then its rollout; puts it back when it does not become healthy. */
import { decideSwitch } from '../../domain/change/decide-switch.ts';
import type { ChangedImage } from '../../domain/change/record.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { interference } from '../../domain/rollout/interference.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { collectEvidence } from '../rollout/evidence.ts';
import { type RolloutEnd, type RolloutWait, waitForRollout } from '../rollout/wait-for-rollout.ts';
import { takeBack } from './take-back.ts';

export interface SwitchContext {
  readonly cluster: Cluster;
  readonly readImages: ImageReader;
  readonly isSource: SourceMatcher;
  /** New reference by the reference as written: proven images only. */
  readonly proven: ReadonlyMap<string, string>;
  readonly timeoutSeconds: number;
  /** The run that the changes belong to. */
  readonly run?: string;
}

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
  /** Not begun, as an earlier workload failed. */
  | 'not-started';

export interface SwitchedWorkload {
  readonly workload: ObjectRef;
  readonly outcome: WorkloadOutcome;
  readonly images: readonly ChangedImage[];
  readonly message: string;
  /** Of a workload that did not become healthy: what its pods, events and logs told before it was put back. */
  readonly evidence?: readonly string[];
}

/** Whether it stops the spread. */
export function isFailure({ outcome }: Pick<SwitchedWorkload, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'rolled-back' || outcome === 'reverted';
}

/** Never throws for what concerns this workload alone once it is patched; the outcome tells. */
export async function switchWorkload(
  context: SwitchContext,
  change: PlannedChange,
  work: Work,
): Promise<SwitchedWorkload> {
  const { workload, addPullSecrets } = change;
  const { cluster, readImages } = context;
  const { decision, patched } = await guardedPatch(
    cluster,
    workload,
    (object) =>
      decideSwitch({
        ...context,
        object,
        kind: workload.resource.kind,
        fields: readImages(workload.resource, object),
        addPullSecrets,
      }),
    work.signal,
  );
  const none = { workload, images: [] };
  if ('gone' in decision) return { ...none, outcome: 'gone', message: decision.reason };
  if (decision.type === 'refuse') return { ...none, outcome: 'left-alone', message: decision.reason };
  if (decision.type === 'nothing' || patched === undefined) {
    return { ...none, outcome: 'unchanged', message: 'nothing of it comes from the source' };
  }
  const images = 'record' in decision ? decision.record.images : [];
  try {
    return await follow(context, { workload, images, before: patched.before }, work);
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    const message = `patched, but what became of it is not known: ${error.message}`;
    return { workload, images, outcome: 'failed', message };
  }
}

/** Whether a workload still says the images that were written into it. */
export function watchFor(
  { readImages }: Pick<SwitchContext, 'readImages'>,
  { workload, images }: Pick<SwitchedWorkload, 'workload' | 'images'>,
): NonNullable<RolloutWait['interferes']> {
  return (object) => interference(object, readImages(workload.resource, object), images);
}

interface Patched extends Pick<SwitchedWorkload, 'workload' | 'images'> {
  readonly before: KubernetesObject;
}

async function follow(context: SwitchContext, patched: Patched, work: Work): Promise<SwitchedWorkload> {
  const { cluster, timeoutSeconds } = context;
  const { workload, images, before } = patched;
  const interferes = watchFor(context, patched);
  const rollout = await waitForRollout(cluster, { ref: workload, before, timeoutSeconds, interferes }, work);
  const { state, message } = rollout;
  const common = { workload, images, message };
  const switched: SwitchedWorkload = { ...common, outcome: 'switched' };
  if (state === 'done') return switched;
  if (state === 'gone') return { ...common, outcome: 'gone' };
  if (state === 'overtaken') return { ...common, outcome: 'left-alone' };
  if (state === 'reverted') return takeBack(context, switched, { state, message }, work);
  const evidence = await collectEvidence(cluster, workload, work.signal);
  const stays = whyItStays(rollout, before);
  if (stays !== undefined) return { ...common, outcome: 'unhealthy', message: stays, evidence };
  return takeBack(context, { ...switched, evidence }, { state: 'failed', message }, work);
}

/** Putting back what was not healthy before would not make it so. */
function whyItStays({ state, message }: RolloutEnd, before: KubernetesObject): string | undefined {
  if (rolloutStatus(before).state !== 'done') return `${message} (it was not ready before either)`;
  return state === 'held-up' ? message : undefined;
}
