/** Puts every recorded change back: workloads from their annotations, Secrets from their backups. */
import pMap from 'p-map';
import { ExpectedError } from '../../domain/errors.ts';
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import { followsOwner } from '../../domain/inventory/inventory.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { BACKUP_LABEL, BACKUP_OF } from '../pull-secrets/back-up-secret.ts';
import { CONFIG_KEY } from '../pull-secrets/grant-pull.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { type RolledBackWorkload, rollBackWorkload } from './roll-back-workload.ts';
import { secretText, textPatch } from '../pull-secrets/secret-data.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import { removeUnusedPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { changesIn, type SecretChange, undoChanges } from '../pull-secrets/secret-backup.ts';
import { type InventoryRequest, takeInventory } from '../inventory/take-inventory.ts';

export interface RollbackRequest extends InventoryRequest {
  readonly readImages: ImageReader;
  readonly maxInFlight: number;
  readonly timeoutSeconds: number;
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
}

export interface RestoredSecret {
  readonly namespace: string;
  readonly name: string;
  readonly outcome: 'restored' | 'removed' | 'kept';
  readonly message: string;
}

export interface RollbackReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'RollbackReport';
  readonly workloads: readonly RolledBackWorkload[];
  readonly secrets: readonly RestoredSecret[];
  /** What could not be looked after, in sentences. */
  readonly warnings: readonly string[];
}

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
function isRecorded(workload: Workload): boolean {
  return workload.recorded && !followsOwner(workload);
}

/** One failure does not stop the rest: everything that can be put back is put back. */
export async function rollBack(
  cluster: Cluster,
  workloads: readonly Workload[],
  request: RollbackRequest,
  work: Work,
): Promise<RollbackReport> {
  const results = await pMap(
    workloads,
    async ({ ref }) => {
      const step = work.progress.step(describeRef(ref));
      const result = await rollBackOne({ ...request, cluster, ref }, { ...work, progress: step });
      if (result.outcome === 'rolled-back') step.done(result.message);
      else if (result.outcome === 'unchanged') step.skipped(result.message);
      else step.failed(result.message);
      return result;
    },
    { concurrency: request.maxInFlight, signal: work.signal },
  );
  const restored = await collect(
    'not all pull Secrets were put back',
    restoreSecrets(cluster, request, work),
    work.signal,
  );
  const removed = await collect(
    'not everything that was added was removed',
    removeWhatWasAdded(cluster, results, request, work),
    work.signal,
  );
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'RollbackReport',
    workloads: results,
    secrets: [...restored.secrets, ...removed.secrets],
    warnings: [...restored.warnings, ...removed.warnings],
  };
}

async function rollBackOne(
  target: Parameters<typeof rollBackWorkload>[0],
  work: Work,
): Promise<RolledBackWorkload> {
  try {
    return await rollBackWorkload(target, work);
  } catch (error) {
    const message = failureOf(error, work.signal);
    return { workload: target.ref, outcome: 'failed', images: [], kept: [], message };
  }
}

/** What is done already must be reported whatever comes after it. */
async function collect(
  problem: string,
  done: AsyncIterable<RestoredSecret>,
  signal: AbortSignal,
): Promise<{ readonly secrets: readonly RestoredSecret[]; readonly warnings: readonly string[] }> {
  const secrets: RestoredSecret[] = [];
  try {
    for await (const secret of done) secrets.push(secret);
  } catch (error) {
    return { secrets, warnings: [`${problem}: ${failureOf(error, signal)}`] };
  }
  return { secrets, warnings: [] };
}

/** The message of a failure that is no reason to stop; throws any other. */
function failureOf(error: unknown, signal: AbortSignal): string {
  if (!(error instanceof ExpectedError) || signal.aborted) throw error;
  return error.message;
}

/** Pods that could not be put back may still need what was added for them. */
async function* removeWhatWasAdded(
  cluster: Cluster,
  results: readonly RolledBackWorkload[],
  request: RollbackRequest,
  work: Work,
): AsyncGenerator<RestoredSecret> {
  if (results.length === 0 || results.some(({ outcome }) => outcome === 'failed')) return;
  // Whatever the labels select: a workload that was not put back may name the same Secret.
  const { namespaces, excludeNamespaces } = request.scope;
  const scope = { namespaces, excludeNamespaces };
  const inventory = await takeInventory(cluster, { ...request, scope }, work);
  const sawEverything = namespaces.length === 0 && excludeNamespaces.length === 0;
  if (sawEverything && !inventory.workloads.some(isRecorded)) {
    await forgetImagePaths(cluster, request.homeNamespace, work.signal);
  }
  for await (const secret of removeUnusedPullSecrets(cluster, { inventory, scope }, work.signal)) {
    yield { ...secret, outcome: 'removed', message: 'no workload names it any more' };
  }
}

async function* restoreSecrets(
  cluster: Cluster,
  { scope }: RollbackRequest,
  { signal }: Work,
): AsyncGenerator<RestoredSecret> {
  const query = { resource: SECRETS, scope, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const backup of objectsInScope(cluster, query, signal)) {
    const namespace = backup.metadata.namespace ?? '';
    const name = backup.metadata.annotations?.[BACKUP_OF] ?? '';
    yield { namespace, name, ...(await restoreSecret(cluster, { namespace, name }, backup, signal)) };
  }
}

type Restoration = Pick<RestoredSecret, 'outcome' | 'message'>;

/** A Secret that somebody edited since is theirs: it stays, and so does the backup. */
async function restoreSecret(
  cluster: Cluster,
  name: { readonly namespace: string; readonly name: string },
  backup: KubernetesObject,
  signal: AbortSignal,
): Promise<Restoration> {
  try {
    const decide = (secret: KubernetesObject): RestoreDecision => decideRestore(secret, changesIn(backup));
    const { decision } = await guardedPatch(cluster, { resource: SECRETS, ...name }, decide, signal);
    const kept = decision.type === 'refuse' ? decision.reason : 'kept' in decision && decision.kept;
    if (kept !== false) return { outcome: 'kept', message: `${kept}; its backup stays` };
    const { uid } = backup.metadata;
    await cluster.delete(SECRETS, { ...name, name: backup.metadata.name }, { uid, signal });
    return { outcome: 'restored', message: 'as it was before' };
  } catch (error) {
    return { outcome: 'kept', message: failureOf(error, signal) };
  }
}

type RestoreDecision =
  | { readonly type: 'refuse'; readonly reason: string }
  | { readonly type: 'nothing'; readonly kept: string | false }
  | { readonly type: 'patch'; readonly patch: JsonPatch; readonly kept: string | false };

function decideRestore(secret: KubernetesObject, changes: readonly SecretChange[]): RestoreDecision {
  const current = secretText(secret, CONFIG_KEY);
  if (current === undefined || changes.length === 0) {
    return { type: 'refuse', reason: 'it or its backup does not hold what we wrote' };
  }
  const { value, edited } = undoChanges(changes, current);
  if (value === current) return { type: 'nothing', kept: edited && 'it was changed since' };
  const kept = edited && 'it was changed before our last change, which alone is undone';
  return { type: 'patch', patch: textPatch(secret, CONFIG_KEY, value), kept };
}
