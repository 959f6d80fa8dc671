/** What `status` shows: the runs with their conditions, and the current lease holder. */
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunState } from '../../domain/run/run.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { type HolderQuestion, leaseHolder } from '../fence/lease-holder.ts';
import { listJournals } from '../journals/list-runs.ts';
import type { UnreadableRun } from '../journals/run-object.ts';

/** `stalled`: its journal says running, but it holds no lease. */
export type RunCondition = RunState | 'stalled';

export interface ListedRun extends Run {
  readonly condition: RunCondition;
}

export interface RunList {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'RunList';
  /** The current lease holder. */
  readonly holder?: string;
  /** Newest first. */
  readonly runs: readonly ListedRun[];
  /** Unreadable journals, with the reason. */
  readonly unreadable: readonly UnreadableRun[];
}

export async function listConditions(
  cluster: Cluster,
  question: HolderQuestion,
  signal: AbortSignal,
): Promise<RunList> {
  const { runs, unreadable } = await listJournals(cluster, question.namespace, signal);
  const holder = await leaseHolder(cluster, question, signal);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'RunList',
    ...(holder === undefined ? {} : { holder: holder.name }),
    runs: runs.map((run) => ({ ...run, condition: conditionOf(run, holder) })),
    unreadable,
  };
}

function conditionOf({ id, state }: Run, holder: Holder | undefined): RunCondition {
  if (state !== 'running') return state;
  return holder?.run === id ? 'running' : 'stalled';
}
