/** Switches one workload: one guarded patch, then its rollout; puts it back when it does not become healthy. */
import { decideSwitch } from '../../domain/change/decide-switch.ts';
import type { ChangedImage } from '../../domain/change/record.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { rollBackWorkload } from '../rollback/roll-back-workload.ts';
import { waitForRollout } from '../rollout/wait-for-rollout.ts';

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
  /** Not touched; the message says why. */
  | 'left-alone'
  /** Patched, but not healthy; it was not healthy before either and stays switched. */
  | 'unhealthy'
  /** It was healthy before, did not become so, and was put back. */
  | 'rolled-back'
  /** Something went wrong; the message says what and in which state it is. */
  | 'failed'
  /** Not begun, as an earlier workload failed. */
  | 'not-started';

export interface SwitchedWorkload {
  readonly workload: ObjectRef;
  readonly outcome: WorkloadOutcome;
  readonly images: readonly ChangedImage[];
  readonly message: string;
}

/** Whether it stops the spread. */
export function isFailure({ outcome }: SwitchedWorkload): boolean {
  return outcome === 'failed' || outcome === 'rolled-back';
}

/** Never throws for what concerns this workload alone; the outcome tells. */
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
  const result = (outcome: WorkloadOutcome, message: string, images: readonly ChangedImage[] = []) => ({
    workload,
    outcome,
    images,
    message,
  });
  if (decision.type === 'refuse') return result('left-alone', decision.reason);
  if (decision.type === 'nothing' || patched === undefined) {
    return result('unchanged', 'nothing of it comes from the source');
  }
  const images = 'record' in decision ? decision.record.images : [];
  const wait = { ref: workload, before: patched.before, timeoutSeconds: context.timeoutSeconds };
  const rollout = await waitForRollout(cluster, wait, work);
  if (rollout.state === 'done') return result('switched', rollout.message, images);
  if (!wasHealthy(patched.before)) {
    return result('unhealthy', `${rollout.message} (it was not ready before either)`, images);
  }
  const back = await rollBackWorkload({ ...context, ref: workload, depth: 1 }, work);
  return back.outcome === 'rolled-back'
    ? result('rolled-back', `${rollout.message}; put back: ${back.message}`, images)
    : result(
        'failed',
        `${rollout.message}; ${back.outcome === 'unhealthy' ? 'put back, but not ready' : 'not put back'}: ${back.message}`,
        images,
      );
}

function wasHealthy(before: KubernetesObject): boolean {
  return rolloutStatus(before).state === 'done';
}
