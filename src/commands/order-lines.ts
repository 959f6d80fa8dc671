/** The order in which a move switches the workloads of a plan. */
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import type { PlannedChange } from '../domain/plan/plan.ts';
import { planWaves, type WaveRules } from '../domain/plan/waves.ts';

/** Waves printed at most. */
const SHOWN = 12;

/** Empty for a single wave. Pure. */
export function orderLines(changes: readonly PlannedChange[], rules: WaveRules): string[] {
  const waves = planWaves(changes, rules).map(({ title, changes: all }) => {
    const [first] = all;
    return first !== undefined && all.length === 1
      ? `${title} (${describeRef(first.workload)})`
      : `${title} (${countOf(all.length, 'workload')})`;
  });
  if (waves.length < 2) return [];
  const more = waves.length > SHOWN ? ` and ${waves.length - SHOWN} more` : '';
  return [`In ${waves.length} waves: ${waves.slice(0, SHOWN).join(', ')}${more}.`];
}
