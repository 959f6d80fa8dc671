/** Puts every recorded change back: workloads from their annotations, Secrets from their backups. */
import pMap from 'p-map';
import { ExpectedError } from '../domain/errors.ts';
import type { ImageReader } from '../domain/inventory/image-reader.ts';
import type { Workload } from '../domain/inventory/workload.ts';
import type { KubernetesObject } from '../domain/kubernetes/object.ts';
import { describeRef } from '../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Work } from '../domain/ports/progress.ts';
import { BACKUP_LABEL, CONFIG_KEY, patchKey } from './grant-pull.ts';
import { type RolledBackWorkload, rollBackWorkload } from './roll-back-workload.ts';
import { secretText } from './pull-secrets-of.ts';
import { forgetImagePaths } from './image-path-memory.ts';
import { removeUnusedPullSecrets } from './remove-pull-secrets.ts';
import { objectsInScope } from './objects-in-scope.ts';
import { type InventoryRequest, takeInventory } from './take-inventory.ts';

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
function isRecorded({ recorded, controller }: Workload): boolean {
  return recorded && controller?.kind !== 'Deployment';
}

/** One failure does not stop the rest: everything that can be put back is put back. Throws ClusterError. */
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
  const secrets = [
    ...(await restoreSecrets(cluster, request, work)),
    ...(await removeWhatWasAdded(cluster, results, request, work)),
  ];
  return { apiVersion: 'registry-switch/v1', kind: 'RollbackReport', workloads: results, secrets };
}

async function rollBackOne(
  target: Parameters<typeof rollBackWorkload>[0],
  work: Work,
): Promise<RolledBackWorkload> {
  try {
    return await rollBackWorkload(target, work);
  } catch (error) {
    if (!(error instanceof ExpectedError) || work.signal.aborted) throw error;
    return { workload: target.ref, outcome: 'failed', images: [], kept: [], message: error.message };
  }
}

/** Pods that could not be put back may still need what was added for them. */
async function removeWhatWasAdded(
  cluster: Cluster,
  results: readonly RolledBackWorkload[],
  request: RollbackRequest,
  work: Work,
): Promise<RestoredSecret[]> {
  if (results.length === 0 || results.some(({ outcome }) => outcome === 'failed')) return [];
  // Whatever the labels select: a workload that was not put back may name the same Secret.
  const { namespaces, excludeNamespaces } = request.scope;
  const scope = { namespaces, excludeNamespaces };
  const inventory = await takeInventory(cluster, { ...request, scope }, work);
  if (!inventory.workloads.some(isRecorded)) {
    await forgetImagePaths(cluster, request.homeNamespace, work.signal);
  }
  const removed = await removeUnusedPullSecrets(cluster, { inventory, scope }, work.signal);
  return removed.map((qualified) => {
    const [namespace = '', name = ''] = qualified.split('/');
    return { namespace, name, outcome: 'removed', message: 'no workload names it any more' };
  });
}

async function restoreSecrets(
  cluster: Cluster,
  { scope }: RollbackRequest,
  { signal }: Work,
): Promise<RestoredSecret[]> {
  const restored: RestoredSecret[] = [];
  const query = { resource: SECRETS, scope, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const backup of objectsInScope(cluster, query, signal)) {
    restored.push(await restoreSecret(cluster, backup, signal));
  }
  return restored;
}

/** A Secret that somebody edited since is theirs: it stays, and so does the backup. */
async function restoreSecret(
  cluster: Cluster,
  backup: KubernetesObject,
  signal: AbortSignal,
): Promise<RestoredSecret> {
  const namespace = backup.metadata.namespace ?? '';
  const name = backup.metadata.annotations?.['registry-switch.io/backup-of'] ?? '';
  const secret = await cluster.get(SECRETS, { namespace, name }, signal);
  const current = secretText(secret, CONFIG_KEY);
  const before = secretText(backup, 'before');
  if (secret === undefined || before === undefined || current === undefined) {
    return { namespace, name, outcome: 'kept', message: 'it is gone; its backup stays' };
  }
  if (current !== before && current !== secretText(backup, 'after')) {
    return { namespace, name, outcome: 'kept', message: 'it was changed since; its backup stays' };
  }
  if (current !== before) await patchKey(cluster, secret, { key: CONFIG_KEY, text: before }, signal);
  await cluster.delete(SECRETS, { namespace, name: backup.metadata.name }, { signal });
  return { namespace, name, outcome: 'restored', message: 'as it was before' };
}
