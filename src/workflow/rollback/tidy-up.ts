/** After a rollback: Secrets go back to what they were, and what was added goes, where nothing needs it any more. */
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { isEverything, type Scope } from '../../domain/inventory/scope.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import { takeInventory } from '../inventory/take-inventory.ts';
import { removeUnusedPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import { type SecretUser, secretUsers } from '../pull-secrets/secret-users.ts';
import { failureOf } from './failure-of.ts';
import { isRecorded } from './recorded-workloads.ts';
import { type RestoredSecret, restoreSecrets } from './restore-secrets.ts';
import type { RolledBackWorkload } from './roll-back-workload.ts';

export interface TidyRequest extends InventoryRequest {
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  /** Nobody else is about to change anything: what nothing names is not there for what is yet to come. */
  readonly isAlone: boolean;
}

export interface Tidied {
  readonly secrets: readonly RestoredSecret[];
  /** What could not be looked after, in sentences. */
  readonly warnings: readonly string[];
}

/** Whatever goes wrong in here, what was put back before has to be reported. */
export async function tidyUp(
  cluster: Cluster,
  results: readonly RolledBackWorkload[],
  request: TidyRequest,
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
  request: TidyRequest,
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
    await forgetImagePaths(cluster, request.stateNamespace, signal);
  }
  const troubled = new Set(failed.map(({ namespace }) => namespace));
  yield* removeUnusedPullSecrets(
    cluster,
    { users, scope, isSpared: (namespace) => troubled.has(namespace) },
    signal,
  );
}
