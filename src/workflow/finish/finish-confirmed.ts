/** Finishes what was confirmed, under leases, unless something was added since. */
import { isEverything, type Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { FinishedPlaces } from '../../domain/run/finished-places.ts';
import { isResumable, type Run } from '../../domain/run/run.ts';
import { isOpen } from '../../domain/run/runs-after-rollback.ts';
import type { RunStep } from '../../domain/ports/progress.ts';
import { leftOutWarnings } from '../fence/refusals.ts';
import type { Fenced } from '../fence/with-leases.ts';
import { rememberFinished } from '../run/finished-runs.ts';
import { markRuns } from '../run/mark-runs.ts';
import { finishMove, type FinishReport } from './finish-move.ts';
import { type Finishable, type FinishQuestion, findFinishable } from './finishable.ts';
import { requireConfirmed } from './require-confirmed.ts';

export interface Confirmed {
  readonly question: FinishQuestion;
  readonly confirmed: Finishable;
  readonly maxInFlight: number;
}

/** Throws ExpectedError, before anything is removed, when what was confirmed has changed. */
export async function finishConfirmed(
  { cluster, signal, refused }: Fenced,
  { question, confirmed, maxInFlight }: Confirmed,
  step: RunStep,
): Promise<FinishReport> {
  const now = await step('Checking again', async (work) =>
    findFinishable(cluster, question, { ...work, signal }),
  );
  requireConfirmed(confirmed, now);
  const { stateNamespace, scope } = question;
  await announce(cluster, { namespace: stateNamespace, runs: now.ours }, signal);
  const onCleared = async (kept: readonly Workload[]): Promise<void> =>
    endRuns(cluster, { ...now, stateNamespace, scope, kept }, signal);
  const request = { ...now, scope, stateNamespace, maxInFlight, onCleared };
  const report = await step('Finishing', async (work) => finishMove(cluster, request, { ...work, signal }));
  return { ...report, warnings: leftOutWarnings(refused) };
}

/** Records the finish without any namespace yet, so that nothing is removed if it cannot be recorded later. */
async function announce(
  cluster: Cluster,
  { namespace, runs }: { readonly namespace: string; readonly runs: readonly Run[] },
  signal: AbortSignal,
): Promise<void> {
  const finished = new Map(runs.map(({ id }) => [id, NOWHERE] as const));
  await rememberFinished(cluster, { namespace, finished }, signal);
}

const NOWHERE: FinishedPlaces = { type: 'only', namespaces: new Set() };

interface Ending extends Pick<Finishable, 'runs' | 'ours' | 'workloads' | 'histories' | 'namespaces'> {
  readonly stateNamespace: string;
  readonly scope: Scope;
  /** Workloads whose records are kept. */
  readonly kept: readonly Workload[];
}

/**
 * After the records are deleted and before anything else is: from then on records that reappear are void. A run ends
 * where none of its records is left; a resumable run stays resumable everywhere.
 */
async function endRuns(
  cluster: Cluster,
  { runs, ours, workloads, histories, kept, stateNamespace: namespace, ...extent }: Ending,
  signal: AbortSignal,
): Promise<void> {
  const { scope } = extent;
  const isWhole = isEverything(scope);
  const keeping = (id: string) => kept.filter(({ recordedRuns = [] }) => recordedRuns.includes(id));
  const ended = isWhole ? ours.filter(({ id }) => keeping(id).length === 0) : [];
  const isEnded = (id: string) => ended.some((one) => one.id === id);
  const journaled = new Map(runs.map((run) => [run.id, run]));
  const mayGoOn = (id: string): boolean => {
    const run = journaled.get(id);
    return run !== undefined && isResumable(run) && !isEnded(id);
  };
  const recorded = [...workloads, ...histories].flatMap(({ recordedRuns = [] }) => recordedRuns);
  const ids = [...new Set([...ours.map(({ id }) => id), ...recorded])].filter((id) => !mayGoOn(id));
  const finished = new Map(
    ids.map((id) => [id, placesOf(keeping(id), isWhole ? undefined : extent.namespaces)] as const),
  );
  await rememberFinished(cluster, { namespace, finished }, signal);
  const open = ended.filter(isOpen).map(({ id }) => id);
  await markRuns(cluster, { namespace, ids: open, mark: asFinished }, signal);
}

/** Namespaces where nothing is kept; `within`: the namespaces that were searched. */
function placesOf(kept: readonly Workload[], within: ReadonlySet<string> | undefined): FinishedPlaces {
  const left = new Set(kept.map(({ ref }) => ref.namespace ?? ''));
  return within === undefined
    ? { type: 'everywhere-but', namespaces: left }
    : { type: 'only', namespaces: new Set([...within].filter((one) => !left.has(one))) };
}

function asFinished(run: Run): Run | undefined {
  return isOpen(run) ? { ...run, state: 'finished', message: '' } : undefined;
}
