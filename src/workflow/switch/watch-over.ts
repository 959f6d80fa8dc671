/** Watches the workloads of a wave until they have stayed ready long enough. */
import type { Work } from '../../domain/ports/progress.ts';
import { compareDigests } from '../rollout/compare-digests.ts';
import { collectEvidence } from '../rollout/evidence.ts';
import { watchStability, type Instability } from '../rollout/watch-stability.ts';
import { overtaken } from './overtaken.ts';
import { rollBackWorkloads } from './roll-back-workloads.ts';
import type { SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';
import { watchFor } from './watch-for.ts';
import type { SwitchInput } from './switch-input.ts';

export interface Watching {
  readonly input: SwitchInput;
  readonly work: Work;
}

/** All results; switched workloads that become unready or are changed by others get a new outcome. */
export async function watchOver(
  context: SwitchContext,
  results: readonly SwitchedWorkload[],
  { input, work }: Watching,
): Promise<SwitchedWorkload[]> {
  const switched = results.filter((result) => result.outcome === 'switched');
  const watched = switched.map((one) => ({ ref: one.workload, interferes: watchFor(context, one) }));
  const troubles = await watchStability(context.cluster, watched, input.settleSeconds, work);
  const settled: SwitchedWorkload[] = [];
  for (const result of results) {
    const trouble = troubles.get(result.workload) ?? (await strangeImage(context, result, { input, work }));
    const now = trouble === undefined ? [result] : await unsettled(context, result, trouble, { input, work });
    settled.push(...now);
  }
  return settled;
}

/** A pod that was replaced meanwhile may have pulled another image. */
async function strangeImage(
  { cluster, questions }: SwitchContext,
  { outcome, workload: ref, images }: SwitchedWorkload,
  { input, work }: Watching,
): Promise<Instability | undefined> {
  if (outcome !== 'switched' || input.settleSeconds === 0) return undefined;
  const { differing } = await compareDigests(cluster, { ref, images }, questions.isSame, work.signal);
  const [message] = differing;
  return message === undefined ? undefined : { state: 'failed', message };
}

async function unsettled(
  context: SwitchContext,
  result: SwitchedWorkload,
  { state, message }: Instability,
  { input, work }: Watching,
): Promise<SwitchedWorkload[]> {
  if (state === 'overtaken') {
    const left = await overtaken(context, { result: { ...result, message } }, work);
    input.onOutcome?.(left);
    return [left];
  }
  const { cluster } = context;
  const evidence = state === 'reverted' ? [] : await collectEvidence(cluster, result.workload, work.signal);
  const known = evidence.length === 0 ? result : { ...result, evidence };
  return rollBackWorkloads(context, { workloads: [known], reason: { state, message }, input }, work);
}
