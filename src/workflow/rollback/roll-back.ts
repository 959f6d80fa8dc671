/** Puts every recorded change back: workloads from their annotations, Secrets from their backups. */
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import { followsOwner, type Inventory } from '../../domain/inventory/inventory.ts';
import { isEverything, type Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { ExpectedError } from '../../domain/errors.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import { type InventoryRequest, takeInventory } from '../inventory/take-inventory.ts';
import { removeUnusedPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import { type SecretUser, secretUsers } from '../pull-secrets/secret-users.ts';
import type { FinishedMemory } from '../run/finished-runs.ts';
import { failureOf } from './failure-of.ts';
import { type RestoredSecret, restoreSecrets } from './restore-secrets.ts';
import { type RollbackTarget, type RolledBackWorkload, rollBackWorkload } from './roll-back-workload.ts';

export interface RollbackRequest extends InventoryRequest {
  readonly readImages: ImageReader;
  readonly maxInFlight: number;
  readonly timeoutSeconds: number;
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  /** Only what this run changed. */
  readonly run?: string;
  /** Whether the way back from a run was given up in a namespace: its records undo nothing there. */
  readonly isFinished?: FinishedMemory['isFinished'];
  /** Why namespaces are left out, by their names. */
  readonly leftOut?: ReadonlyMap<string, ExpectedError>;
  /** Nobody else is about to change anything: what nothing names is not there for what is yet to come. */
  readonly isAlone: boolean;
}

export interface RollbackReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'RollbackReport';
  readonly workloads: readonly RolledBackWorkload[];
  readonly secrets: readonly RestoredSecret[];
  /** What could not be looked after, in sentences. */
  readonly warnings: readonly string[];
}

export const NOTHING_DONE: RollbackReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'RollbackReport',
  workloads: [],
  secrets: [],
  warnings: [],
};

/** What a rollback would touch. */
export async function recordedWorkloads(
  cluster: Cluster,
  request: InventoryRequest,
  work: Work,
): Promise<Workload[]> {
  const { workloads } = await takeInventory(cluster, request, work);
  return workloads.filter(isRecorded);
}

/** A Deployment's annotations are copied to its ReplicaSets: the Deployment decides. */
export function isRecorded(workload: Workload): boolean {
  return workload.recorded && !followsOwner(workload);
}

/** One failure does not stop the rest: everything that can be put back is put back. */
export async function rollBack(
  cluster: Cluster,
  workloads: readonly Workload[],
  request: RollbackRequest,
  work: Work,
): Promise<RollbackReport> {
  const results = await aFewAtOnce(
    workloads,
    async ({ ref }) => {
      const step = work.progress.step(describeRef(ref));
      const refusal = request.leftOut?.get(ref.namespace ?? '');
      const result =
        refusal === undefined
          ? await rollBackOne(targetOf(cluster, ref, request), { ...work, progress: step })
          : leftAlone(ref, refusal);
      if (result.outcome === 'rolled-back') step.done(result.message);
      else if (SKIPPED.has(result.outcome)) step.skipped(result.message);
      else step.failed(result.message);
      return result;
    },
    { concurrency: request.maxInFlight, signal: work.signal },
  );
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'RollbackReport',
    workloads: results,
    ...(await tidyUp(cluster, results, request, work)),
  };
}

function targetOf(
  cluster: Cluster,
  ref: ObjectRef,
  { isFinished = () => false, ...request }: RollbackRequest,
): RollbackTarget {
  return { ...request, cluster, ref, isFinished: (run) => isFinished(run, ref.namespace) };
}

const SKIPPED: ReadonlySet<RolledBackWorkload['outcome']> = new Set(['unchanged', 'gone']);

/** Its records stay: another rollback puts it back. */
function leftAlone(workload: ObjectRef, { message }: ExpectedError): RolledBackWorkload {
  return { workload, outcome: 'kept', images: [], kept: [message], stays: true, message };
}

type Tidied = Pick<RollbackReport, 'secrets' | 'warnings'>;

/** Whatever goes wrong in here, what was put back before has to be reported. */
async function tidyUp(
  cluster: Cluster,
  results: readonly RolledBackWorkload[],
  request: RollbackRequest,
  work: Work,
): Promise<Tidied> {
  const { signal } = work;
  const { namespaces, excludeNamespaces } = request.scope;
  const scope = { namespaces, excludeNamespaces };
  let left: { readonly inventory: Inventory; readonly users: readonly SecretUser[] };
  try {
    // Whatever the labels select: a workload that was not put back may need the same Secrets.
    const inventory = await takeInventory(cluster, { ...request, scope }, work);
    left = { inventory, users: await secretUsers(cluster, { inventory, scope }, signal) };
  } catch (error) {
    return { secrets: [], warnings: [`pull Secrets were not looked after: ${failureOf(error, signal)}`] };
  }
  const restoring = restoreSecrets(cluster, { ...left, scope: request.scope }, signal);
  const restored = await collect('not all pull Secrets were put back', restoring, signal);
  const removing = removeWhatWasAdded(cluster, { ...left, results, scope }, request, signal);
  const removed = await collect('not everything that was added was removed', removing, signal);
  return {
    secrets: [...restored.secrets, ...removed.secrets],
    warnings: [...restored.warnings, ...removed.warnings],
  };
}

async function rollBackOne(target: RollbackTarget, work: Work): Promise<RolledBackWorkload> {
  try {
    return await rollBackWorkload(target, work);
  } catch (error) {
    const message = failureOf(error, work.signal);
    return { workload: target.ref, outcome: 'failed', images: [], kept: [], stays: false, message };
  }
}

/** What is done already must be reported whatever comes after it. */
async function collect(
  problem: string,
  done: AsyncIterable<RestoredSecret>,
  signal: AbortSignal,
): Promise<Tidied> {
  const secrets: RestoredSecret[] = [];
  try {
    for await (const secret of done) secrets.push(secret);
  } catch (error) {
    return { secrets, warnings: [`${problem}: ${failureOf(error, signal)}`] };
  }
  return { secrets, warnings: [] };
}

interface Left {
  readonly results: readonly RolledBackWorkload[];
  readonly inventory: Inventory;
  readonly users: readonly SecretUser[];
  readonly scope: Scope;
}

/** Pods that could not be put back may still need what was added for them. */
async function* removeWhatWasAdded(
  cluster: Cluster,
  { results, inventory, users, scope }: Left,
  request: RollbackRequest,
  signal: AbortSignal,
): AsyncGenerator<RestoredSecret> {
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ workload }) => workload);
  if (failed.some(({ namespace }) => namespace === undefined)) return;
  if (!request.isAlone) {
    // Who creates one and is stopped before he fills it has lost its namespace's lease by now.
    yield* removeUnusedPullSecrets(
      cluster,
      { users, scope, isSpared: () => false, onlyUnfilled: true },
      signal,
    );
    return;
  }
  if (isEverything(scope) && failed.length === 0 && !inventory.workloads.some(isRecorded)) {
    await forgetImagePaths(cluster, request.homeNamespace, signal);
  }
  const troubled = new Set(failed.map(({ namespace }) => namespace));
  yield* removeUnusedPullSecrets(
    cluster,
    { users, scope, isSpared: (namespace) => troubled.has(namespace) },
    signal,
  );
}
