/** Finds what a rollback has to undo: before the confirmation, and again under leases. */
import { areFinished } from '../../domain/change/merge-records.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { splitByReach } from '../../domain/run/rollback-reach.ts';
import { isMeant, type WorkloadName } from '../../domain/workload-kinds/workload-name.ts';
import { FINISHED_NAME } from '../../domain/kubernetes/own-names.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RunStep } from '../../domain/ports/progress.ts';
import { shortList } from '../../domain/short-list.ts';
import { withKinds } from '../inventory/named-workloads.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { type History, readHistory } from './read-history.ts';
import { isRecorded } from './recorded-workloads.ts';

export interface RollbackScopeQuestion {
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  readonly scope: Scope;
  /** Those that the user named. */
  readonly customImages: readonly CustomImages[];
  /** Roll back only what this run changed. */
  readonly run?: string;
  /** Names of workloads given by the user; empty: all. */
  readonly names: readonly WorkloadName[];
}

export interface RollbackScope {
  readonly history: History;
  /** Everything in the scope. */
  readonly inventory: Inventory;
  /** The named part of it. */
  readonly looked: readonly Workload[];
  /** Those with records to roll back. */
  readonly recorded: readonly Workload[];
  /** Cluster-scoped workloads with such records, which a namespace scope leaves out. */
  readonly outOfReach: readonly Workload[];
  /** Workloads with records of finished runs, which are void, in sentences. */
  readonly warnings: readonly string[];
}

/** Reads only. Throws ExpectedError for an unknown run. */
export async function rollbackScope(
  { cluster, signal }: { readonly cluster: Cluster; readonly signal: AbortSignal },
  question: RollbackScopeQuestion,
  step: RunStep,
): Promise<RollbackScope> {
  const history = await readHistory(cluster, question, signal);
  const request = { scope: question.scope, customImages: history.customImages };
  const inventory = await step('Looking for changes', async (work) =>
    takeInventory(cluster, request, { ...work, signal }),
  );
  const { workloads } = inventory;
  const names = await withKinds(cluster, question.names, signal);
  const named = workloads.filter(({ ref }) => names.some((name) => isMeant(ref, name)));
  const { outOfReach } = splitByReach(workloads.filter(isRecorded), question.scope, history.runs);
  const beyond = new Set(names.length === 0 ? outOfReach : []);
  const looked = names.length === 0 ? workloads.filter((one) => !beyond.has(one)) : named;
  if (history.unknown !== undefined && !workloads.some((one) => isOf(one, question.run))) {
    throw history.unknown;
  }
  const recorded = recordedBy(looked, question.run, history);
  const isFinished = ({ ref, recordedRuns = [] }: Workload) =>
    areFinished(recordedRuns, (one) => history.isFinished(one, ref.namespace));
  return {
    ...{ history, inventory, looked, recorded: recorded.filter((one) => !isFinished(one)) },
    outOfReach: recordedBy([...beyond], question.run, history).filter((one) => !isFinished(one)),
    warnings: voidRecords(recorded.filter(isFinished), question.stateNamespace),
  };
}

function isOf({ recordedRuns = [] }: Workload, run: string | undefined): boolean {
  return run !== undefined && recordedRuns.includes(run);
}

/** The workloads of a run by its journal and by their records, since the journal may have been edited. */
function recordedBy(
  workloads: readonly Workload[],
  run: string | undefined,
  { wanted }: History,
): readonly Workload[] {
  const recorded = workloads.filter(isRecorded);
  if (run === undefined) return recorded;
  const named = new Set(wanted.flatMap((one) => one.workloads.map(({ name }) => name)));
  return recorded.filter((one) => isOf(one, run) || named.has(describeRef(one.ref)));
}

/** Tells how to roll back nevertheless, in case the ConfigMap of finished runs is wrong. */
function voidRecords(workloads: readonly Workload[], stateNamespace: string): string[] {
  if (workloads.length === 0) return [];
  const names = workloads.map(({ ref }) => describeRef(ref));
  return [
    `not rolled back, as their runs are finished: ${shortList(names, SHOWN)}. If they are not, run \`kubectl delete configmap -n ${stateNamespace} ${FINISHED_NAME}\`, then roll back again`,
  ];
}

const SHOWN = 10;
