/**
 * Remembers up to which run the way back was given up: `kubectl rollout undo` may bring records of such a run back,
 * long after its journal is gone.
 */
import type { Cluster } from '../../domain/ports/cluster.ts';
import { FINISHED_NAME } from '../../domain/kubernetes/own-names.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Run } from '../../domain/run/run.ts';
import { isRunId, runId } from '../../domain/run/run-id.ts';
import { isOpen } from '../../domain/run/undo-runs.ts';
import { createOrPatch } from '../cluster/create-or-patch.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

const KEY = 'up-to';

export interface FinishedRuns {
  /** Namespace of the journals. */
  readonly namespace: string;
  /** All that the cluster remembers. */
  readonly runs: readonly Pick<Run, 'id' | 'state'>[];
}

/** To be called when all of these runs are finished. Throws ClusterError. */
export async function rememberFinished(
  cluster: Cluster,
  { namespace, runs }: FinishedRuns,
  signal: AbortSignal,
): Promise<void> {
  const last = newest(runs.map(({ id }) => id));
  if (last === undefined) return;
  const metadata = { namespace, name: FINISHED_NAME, labels: MANAGED_BY };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [KEY]: last } };
  await createOrPatch(
    cluster,
    { resource: CONFIG_MAPS, object },
    (memory) => {
      const known = believable(valueAt(memory, ['data', KEY]));
      if (newest([known, last]) === known) return undefined;
      return [{ op: 'add', path: '/data', value: { [KEY]: last } }];
    },
    signal,
  );
}

export interface FinishedMemory {
  /** Whether a run is known to be finished: one whose journal is open is not, whatever the clock of its machine said. */
  readonly isFinished: (run: string) => boolean;
  /** What is remembered but not believed, in sentences. */
  readonly warnings: readonly string[];
}

/** Who may write the memory could give up everybody's way back, also of runs to come: so much is not believed. */
export async function finishedRuns(
  cluster: Cluster,
  { namespace, runs }: FinishedRuns,
  signal: AbortSignal,
): Promise<FinishedMemory> {
  const memory = await cluster.get(CONFIG_MAPS, { namespace, name: FINISHED_NAME }, signal);
  const said = valueAt(memory, ['data', KEY]);
  const last = newest([believable(said)]);
  const open = new Set(runs.flatMap((run) => (isOpen(run) ? [run.id] : [])));
  return {
    isFinished: (run) => last !== undefined && isRunId(run) && run <= last && !open.has(run),
    warnings:
      said === undefined || last !== undefined
        ? []
        : [`ConfigMap ${namespace}/${FINISHED_NAME} is damaged, or of another day: it gives up nothing`],
  };
}

/** Clocks of machines differ; not by more than this. */
const DAY = 24 * 60 * 60 * 1000;

/** A run that has yet to begin was not finished. */
function believable(id: unknown): unknown {
  return typeof id === 'string' && id > runId(new Date(Date.now() + DAY)) ? undefined : id;
}

/** Names of runs sort by their beginning. */
function newest(ids: readonly unknown[]): string | undefined {
  return ids
    .flatMap((id) => (typeof id === 'string' && isRunId(id) ? [id] : []))
    .toSorted()
    .at(-1);
}
