/** After a rollback: restores and deletes pull Secrets that nothing needs any more. */
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
  /** No other run is in progress: an unused Secret is not about to be used. */
  readonly isAlone: boolean;
}

export interface Tidied {
  readonly secrets: readonly RestoredSecret[];
  /** What could not be tidied up, in sentences. */
  readonly warnings: readonly string[];
}

/** Failures become warnings, so that the rollback is still reported. */
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
    // Without the label selector: other workloads may need the same Secrets.
    const inventory = await takeInventory(cluster, { ...request, scope }, work);
    left = { inventory, users: await secretUsers(cluster, { inventory, scope }, signal) };
  } catch (error) {
    return { secrets: [], warnings: [`pull Secrets were not restored: ${failureOf(error, signal)}`] };
  }
  const restoring = restoreSecrets(cluster, { ...left, scope: request.scope }, signal);
  const restored = await collect('not all pull Secrets were restored', restoring, signal);
  const removing = removeWhatWasAdded(cluster, { ...left, results, scope }, request, signal);
  const removed = await collect('not all added objects were removed', removing, signal);
  return {
    secrets: [...restored.secrets, ...removed.secrets],
    warnings: [...restored.warnings, ...removed.warnings],
  };
}

/** Collects results until a failure, which becomes a warning. */
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

/** Workloads that could not be rolled back may still need what was added for them. */
async function* removeWhatWasAdded(
  cluster: Cluster,
  { results, inventory, users, scope }: Left,
  request: TidyRequest,
  signal: AbortSignal,
): AsyncGenerator<RestoredSecret> {
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ workload }) => workload);
  if (failed.some(({ namespace }) => namespace === undefined)) return;
  if (!request.isAlone) {
    // A run that created one and was stopped before filling it has lost its lease by now.
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
