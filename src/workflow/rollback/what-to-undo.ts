/** What a rollback has to undo: looked for before the question, and once more when nobody else writes any more. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RunStep } from '../carry-out.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { type History, readHistory } from './read-history.ts';
import { isRecorded } from './roll-back.ts';

export interface UndoQuestion {
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  readonly scope: Scope;
  /** Those that the user named. */
  readonly customImages: readonly CustomImages[];
  /** Only what this run changed. */
  readonly run?: string;
  /** Whether the user named this workload, or none. */
  readonly selects: (workload: ObjectRef) => boolean;
}

export interface ToUndo {
  readonly history: History;
  /** Everything that was looked at. */
  readonly looked: readonly Workload[];
  /** Of that, what carries records to undo. */
  readonly recorded: readonly Workload[];
}

/** Reads only. Throws ExpectedError where the cluster knows no such run. */
export async function whatToUndo(
  { cluster, signal }: { readonly cluster: Cluster; readonly signal: AbortSignal },
  question: UndoQuestion,
  step: RunStep,
): Promise<ToUndo> {
  const history = await readHistory(cluster, question, signal);
  const request = { scope: question.scope, customImages: history.customImages };
  const { workloads } = await step('Looking for changes', async (work) =>
    takeInventory(cluster, request, { ...work, signal }),
  );
  const looked = workloads.filter(({ ref }) => question.selects(ref));
  return { history, looked, recorded: toUndo(looked, question.run, history) };
}

/** Of one run those that its journal names; records of finished runs are none any more. */
function toUndo(
  workloads: readonly Workload[],
  run: string | undefined,
  { wanted, isFinished }: History,
): Workload[] {
  const named = new Set(wanted.flatMap((one) => one.workloads.map(({ name }) => name)));
  const isVoid = ({ recordedRuns = [] }: Workload) =>
    recordedRuns.length > 0 && recordedRuns.every(isFinished);
  return workloads.filter(
    (one) => isRecorded(one) && !isVoid(one) && (run === undefined || named.has(describeRef(one.ref))),
  );
}
