/** Switches one workload: one guarded patch, then its rollout; rolls it back when it does not become healthy. */
import { decideSwitch, type SwitchQuestion } from '../../domain/change/decide-switch.ts';
import { type ChangeRecord, rewrittenBy } from '../../domain/change/record.ts';
import { withEffectiveImages } from '../../domain/change/effective-images.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { PlannedChange } from '../../domain/plan/plan.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { rolloutStatus } from '../../domain/rollout/rollout-status.ts';
import { guardedPatch, ownersNote, type Patched } from '../cluster/guarded-patch.ts';
import { collectEvidence } from '../rollout/evidence.ts';
import type { WrittenImage } from '../rollout/compare-digests.ts';
import { type RolloutEnd, waitForRollout } from '../rollout/wait-for-rollout.ts';
import { compared } from './compared.ts';
import { overtaken } from './overtaken.ts';
import { provenImages, type ProvenImages } from './proven-images.ts';
import { recheck, type Recheck } from './recheck.ts';
import type { SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import { rollBackSwitched } from './roll-back-switched.ts';
import { watchFor } from './watch-for.ts';

/** Once patched, failures of this workload are outcomes, not errors. */
export async function switchWorkload(
  context: SwitchContext,
  change: PlannedChange,
  work: Work,
): Promise<SwitchedWorkload> {
  const { workload, addPullSecrets } = change;
  const { cluster, readImages } = context;
  const proven = provenImages(change.images);
  const mentioned = provenImages(change.mentions ?? []);
  const rewriting = rewritingOf(context, mentioned);
  const { decision, patched } = await guardedPatch(
    cluster,
    workload,
    async (object) => {
      const fields = readImages(workload.resource, object);
      const decided = decideSwitch({
        ...{ ...context, ...rewriting, object, fields, proven, addPullSecrets },
      });
      if (decided.type !== 'patch') return decided;
      const { doubt, unplaced } = await recheck(
        context,
        { ref: workload, object, fields, proven, mentioned },
        work,
      );
      return doubt === undefined ? { ...decided, unplaced } : { type: 'refuse', reason: doubt };
    },
    work.signal,
  );
  const none = { workload, images: [] };
  if ('gone' in decision) return { ...none, outcome: 'gone', message: decision.reason };
  if (decision.type === 'refuse') return { ...none, outcome: 'left-alone', message: decision.reason };
  if (decision.type === 'nothing' || patched === undefined) {
    return { ...none, outcome: 'unchanged', message: 'nothing of it comes from the source' };
  }
  const written = 'record' in decision ? switchedImages(decision.record, decision.unplaced) : [];
  const images = withEffectiveImages(patched.after, readImages(workload.resource, patched.after), written);
  try {
    return await follow(context, { ...patched, workload, images }, work);
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    const message = `patched, but the result is unknown: ${error.message}`;
    return { workload, images, outcome: 'failed', message };
  }
}

function rewritingOf(
  { findMentions: find }: SwitchContext,
  proven: ProvenImages,
): Pick<SwitchQuestion, 'rewriting'> {
  return find === undefined ? {} : { rewriting: { find, proven } };
}

function switchedImages(record: ChangeRecord, unplaced: Recheck['unplaced']): WrittenImage[] {
  const images = record.images.map((image) => {
    const seenAs = unplaced.get(`${image.slot}/${image.name}`) ?? [];
    return seenAs.length === 0 ? image : { ...image, seenAs };
  });
  return [...images, ...rewrittenBy(record)];
}

type Followed = Patched & Pick<SwitchedWorkload, 'workload' | 'images'>;

async function follow(context: SwitchContext, patched: Followed, work: Work): Promise<SwitchedWorkload> {
  const { cluster, timeoutSeconds } = context;
  const { workload, images, before } = patched;
  const interferes = watchFor(context, patched);
  const rollout = await waitForRollout(cluster, { ref: workload, before, timeoutSeconds, interferes }, work);
  const { state, message } = rollout;
  const owners = ownersNote(patched);
  const common = { workload, images, message: [message, ...owners].join('; ') };
  const switched: SwitchedWorkload = { ...common, outcome: 'switched' };
  if (state === 'done') return compared(context, switched, work);
  if (state === 'gone') return { ...common, outcome: 'gone' };
  if (state === 'overtaken') return overtaken(context, { result: switched, before }, work);
  if (state === 'reverted') return rollBackSwitched(context, switched, { state, message }, work);
  const evidence = await collectEvidence(cluster, workload, work.signal);
  const stays = whyItStays(rollout, before);
  if (stays !== undefined) {
    const unhealthy = { ...common, outcome: 'unhealthy', message: [stays, ...owners].join('; ') } as const;
    return compared(context, { ...unhealthy, evidence }, work);
  }
  return rollBackSwitched(context, { ...switched, evidence }, { state: 'failed', message }, work);
}

/** A workload that was unhealthy before is not rolled back, since that would not help. */
function whyItStays({ state, message }: RolloutEnd, before: KubernetesObject): string | undefined {
  if (rolloutStatus(before).state !== 'done') return `${message} (it was not ready before either)`;
  return state === 'held-up' ? message : undefined;
}
