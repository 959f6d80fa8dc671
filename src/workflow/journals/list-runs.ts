/** The runs journaled in a cluster. */
import { ExpectedError, UsageError } from '../../domain/errors.ts';
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isResumable, type Run } from '../../domain/run/run.ts';
import { isReadable, readRun, RUN_LABEL, type UnreadableRun } from './run-object.ts';

export interface Journals {
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Damaged journals, or from a newer version. */
  readonly unreadable: readonly UnreadableRun[];
}

export async function listJournals(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<Journals> {
  const runs: Run[] = [];
  const unreadable: UnreadableRun[] = [];
  for await (const page of cluster.list(CONFIG_MAPS, { namespace, labelSelector: RUN_LABEL }, signal)) {
    for (const object of page) {
      const run = readRun(object);
      if (isReadable(run)) runs.push(run);
      else unreadable.push(run);
    }
  }
  return { runs: runs.toSorted((a, b) => (a.id < b.id ? 1 : -1)), unreadable };
}

/** Newest first; unreadable journals are skipped. */
export async function listRuns(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Run[]> {
  return (await listJournals(cluster, namespace, signal)).runs;
}

/** The run with an id. Throws UsageError listing the existing runs, ExpectedError for an unreadable journal. */
export function findRun({ runs, unreadable }: Journals, id: string): Run {
  const found = runs.find((run) => run.id === id);
  if (found !== undefined) return found;
  const damaged = unreadable.find(({ name }) => name === runConfigMapName(id));
  if (damaged !== undefined) {
    throw new ExpectedError(`cannot read the journal of run ${id}: ${damaged.reason}`, {
      nextStep: `The changes of the run are recorded on the workloads: \`kubectl registry-switch rollback\` without a run rolls them back. The journal is ConfigMap ${damaged.name}.`,
    });
  }
  const known = runs.map((run) => run.id).join(', ');
  throw new UsageError(`run ${id} not found`, {
    nextStep: known === '' ? 'There are no runs in this cluster.' : `Runs of this cluster: ${known}`,
  });
}

/** The newest run that has something left to do. */
export function latestResumable(runs: readonly Run[]): Run | undefined {
  return runs.find(isResumable);
}
