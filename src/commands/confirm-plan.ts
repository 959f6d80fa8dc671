/** Shows what a move will do and asks before its first change. */
import { countOf } from '../domain/count-of.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { type Plan, stillPulling } from '../domain/plan/plan.ts';
import { type WrittenPlan, writtenPlan } from '../domain/plan/written-plan.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Run } from '../domain/run/run.ts';
import { confirmChange } from './confirm-change.ts';
import type { Output } from './output.ts';

/** Asks unless --yes was given. Throws DeclinedError. */
export async function confirmPlan(
  output: Pick<Output, 'info' | 'prompter'>,
  cluster: Pick<Cluster, 'server' | 'context'>,
  plan: Plan,
  { yes, resumed }: { readonly yes: boolean; readonly resumed: Run | undefined },
): Promise<void> {
  const missing = plan.copies.filter(({ present }) => !present).length;
  const workloads = countOf(plan.changes.length, 'workload');
  const pulling = stillPulling(plan).length;
  const finished = plan.leftAlone.length - pulling;
  const leftAlone = `${pulling} left alone${finished === 0 ? '' : `, ${finished} finished`}`;
  await output.info([
    `${countOf(missing, 'image')} to copy, ${plan.copies.length - missing} already at the target.`,
    `${workloads} to switch, ${leftAlone}:`,
    ...plan.leftAlone.map(({ workload, reason }) => `  ${describeRef(workload)}: ${reason}`),
    ...mentionLines(writtenPlan(plan)),
    ...(resumed === undefined ? [] : differences(plan, resumed)),
    ...plan.drift.map(({ image, decided }) => `drift: ${image} is copied as ${decided ?? 'nothing'}`),
    ...plan.warnings.map((warning) => `warning: ${warning}`),
    ...(plan.changes.length === 0 ? [] : ['To be switched:']),
  ]);
  const affected = plan.changes.map(({ workload }) => describeRef(workload));
  await confirmChange(output, cluster, { what: `Move ${workloads} to ${plan.to}`, affected }, yes);
}

/** Lines shown at most, as for workloads. */
const SHOWN = 20;

/** Mentions of the source outside image fields, and whether they are rewritten. */
function mentionLines({ changes, mentions }: WrittenPlan): string[] {
  const rewritten = changes.flatMap(({ workload, mentions: own = [] }) =>
    own.map(({ name, from, to }) => `${describeRef(workload)} ${name} (${from}): becomes ${to}`),
  );
  const staying = mentions.map(({ object, place, text, stays, reason = '', rewriting }) => {
    const fate = rewriting === undefined ? (stays ?? reason) : `with --rewrite-mentions ${rewriting}`;
    return `${describeRef(object)} ${place} (${text})${fate === '' ? '' : `: ${fate}`}`;
  });
  return [
    ...shown('Mentions of the source that are rewritten', rewritten),
    ...shown('Mentions of the source that stay as they are', staying),
  ];
}

function shown(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
  return [`${heading} (${lines.length}):`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more];
}

/**
 * What a resumed run would switch that it did not start with (deployed since, or in a wider scope), and what it would
 * switch again after somebody rolled it back, perhaps on purpose.
 */
function differences({ changes }: Plan, { workloads }: Run): string[] {
  const outcomes = new Map(workloads.map(({ name, outcome }) => [name, outcome]));
  return changes.flatMap(({ workload }) => {
    const name = describeRef(workload);
    if (!outcomes.has(name)) return [`not in the run when it started: ${name}`];
    return outcomes.get(name) === 'rolled-back' ? [`rolled back since, will be switched again: ${name}`] : [];
  });
}
