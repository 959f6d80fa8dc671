/** The runs that a cluster remembers. */
import { ExpectedError } from '../../domain/errors.ts';
import { CONFIG_MAPS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isResumable, type Run } from '../../domain/run/run.ts';
import { RUN_LABEL, runOf } from './run-object.ts';

/** Newest first; journals that somebody damaged are left out. */
export async function listRuns(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const page of cluster.list(CONFIG_MAPS, { namespace, labelSelector: RUN_LABEL }, signal)) {
    runs.push(...page.flatMap((object) => runOf(object) ?? []));
  }
  return runs.toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/** The run of that name. Throws ExpectedError, with those that there are. */
export function findRun(runs: readonly Run[], id: string): Run {
  const found = runs.find((run) => run.id === id);
  if (found !== undefined) return found;
  const known = runs.map((run) => run.id).join(', ');
  throw new ExpectedError(`there is no run ${id}`, {
    nextStep: known === '' ? 'This cluster remembers no run.' : `Runs of this cluster: ${known}`,
  });
}

/** The newest run that has something left to do. */
export function latestResumable(runs: readonly Run[]): Run | undefined {
  return runs.find(isResumable);
}
