/** The progress of a run in a sentence: what was done, and what was not. */
import { countOf } from '../count-of.ts';
import { shortList } from '../short-list.ts';
import type { Run, RunOutcome } from './run.ts';

/** Names listed at most for each. */
const SHOWN = 10;

const DONE: ReadonlySet<RunOutcome> = new Set(['switched', 'unhealthy', 'unchanged']);
const NOT_DONE: ReadonlySet<RunOutcome> = new Set(['planned', 'not-started']);

/** To be followed by the next steps. A workload whose pods have not followed yet counts as not done. Pure. */
export function progressOf({ id, workloads }: Pick<Run, 'id' | 'workloads'>): string {
  const done = workloads.filter(({ outcome }) => DONE.has(outcome));
  const left = workloads.filter(({ outcome }) => NOT_DONE.has(outcome));
  const others = workloads.filter((one) => !done.includes(one) && !left.includes(one));
  const parts = [
    summarize('switched', done) ?? 'no workload has completed its switch',
    ...[summarize('not done', left) ?? []].flat(),
    ...others.map(({ name, outcome }) => `${name} ${outcome}`).slice(0, SHOWN),
  ];
  return `Run ${id}: ${parts.join('; ')}:`;
}

function summarize(what: string, workloads: Run['workloads']): string | undefined {
  if (workloads.length === 0) return undefined;
  const names = workloads.map(({ name }) => name);
  return `${countOf(workloads.length, 'workload')} ${what} (${shortList(names, SHOWN)})`;
}
