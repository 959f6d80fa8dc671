/** Where a run stands, in a sentence: what was done, and what was not. */
import { countOf } from '../count-of.ts';
import { shortList } from '../short-list.ts';
import type { Run, RunOutcome } from './run.ts';

/** Names that are told at most of each. */
const SHOWN = 10;

const DONE: ReadonlySet<RunOutcome> = new Set(['switched', 'unhealthy', 'unchanged']);
const NOT_DONE: ReadonlySet<RunOutcome> = new Set(['planned', 'not-started']);

/**
 * Ends where the ways on begin. A workload is written down when its pods have followed: one that is patched by then, and
 * no more, counts as not done. Pure.
 */
export function standOf({ id, workloads }: Pick<Run, 'id' | 'workloads'>): string {
  const done = workloads.filter(({ outcome }) => DONE.has(outcome));
  const left = workloads.filter(({ outcome }) => NOT_DONE.has(outcome));
  const others = workloads.filter((one) => !done.includes(one) && !left.includes(one));
  const parts = [
    told('switched', done) ?? 'no workload is switched to its end',
    ...[told('not done', left) ?? []].flat(),
    ...others.map(({ name, outcome }) => `${name} ${outcome}`).slice(0, SHOWN),
  ];
  return `Run ${id}: ${parts.join('; ')}:`;
}

function told(what: string, workloads: Run['workloads']): string | undefined {
  if (workloads.length === 0) return undefined;
  const names = workloads.map(({ name }) => name);
  return `${countOf(workloads.length, 'workload')} ${what} (${shortList(names, SHOWN)})`;
}
