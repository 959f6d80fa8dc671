/** What `status` shows: the runs, and which of them somebody is carrying out right now. */
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Run, RunState } from '../../domain/run/run.ts';
import { isHolderOf, leaseHolder } from './lease.ts';
import { listRuns } from './list-runs.ts';

/** `stalled`: it says that it runs, but nobody carries it out any more. */
export type RunCondition = RunState | 'stalled';

export interface ListedRun extends Run {
  readonly condition: RunCondition;
}

export interface RunList {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'RunList';
  /** Who changes the cluster right now. */
  readonly holder?: string;
  /** Newest first. */
  readonly runs: readonly ListedRun[];
}

export interface RunListRequest {
  readonly namespace: string;
  /** Whether a holder is known to have ended, though its lease has not run out. */
  readonly hasEnded: (holder: string) => boolean;
}

export async function runList(
  cluster: Cluster,
  { namespace, hasEnded }: RunListRequest,
  signal: AbortSignal,
): Promise<RunList> {
  const runs = await listRuns(cluster, namespace, signal);
  const last = (await leaseHolder(cluster, namespace, signal))?.holder;
  const holder = last === undefined || hasEnded(last) ? undefined : last;
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'RunList',
    ...(holder === undefined ? {} : { holder }),
    runs: runs.map((run) => ({ ...run, condition: conditionOf(run, holder) })),
  };
}

function conditionOf({ id, state }: Run, holder: string | undefined): RunCondition {
  if (state !== 'running') return state;
  return holder !== undefined && isHolderOf(holder, id) ? 'running' : 'stalled';
}
