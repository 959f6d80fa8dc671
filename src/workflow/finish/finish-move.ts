/** Ends a move for good: what was kept for the way back goes. */
import { changePatch } from '../../domain/change/change-patch.ts';
import { recordsOf } from '../../domain/change/record.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { COPY_NAME } from '../../domain/kubernetes/own-names.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Finding } from '../../domain/verify/findings.ts';
import { aFewAtOnce } from '../cluster/a-few-at-once.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { clearCopy } from '../copy/clear-copy.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import { BACKUP_LABEL } from '../pull-secrets/back-up-secret.ts';
import type { FinishedObject } from './finished-object.ts';
import { removeLogins } from './remove-logins.ts';

export interface FinishRequest {
  /** Those that carry records. */
  readonly workloads: readonly Workload[];
  /** Old credentials, as `verify` found them; empty: they are to stay. */
  readonly credentials: readonly Finding[];
  readonly homeNamespace: string;
  readonly maxInFlight: number;
}

export interface FinishReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'FinishReport';
  readonly objects: readonly FinishedObject[];
}

/** Backups go last: until then everything can be done again. Throws ClusterError. */
export async function finishMove(
  cluster: Cluster,
  request: FinishRequest,
  work: Work,
): Promise<FinishReport> {
  const { workloads, credentials, homeNamespace, maxInFlight } = request;
  const options = { concurrency: maxInFlight, signal: work.signal };
  const each = async <Item>(
    items: readonly Item[],
    refOf: (item: Item) => ObjectRef,
    run: (item: Item) => Promise<FinishedObject>,
  ): Promise<FinishedObject[]> =>
    aFewAtOnce(items, async (item) => orKept(refOf(item), run(item), work.signal), options);
  const logins = await each(
    credentials.filter(({ kind }) => kind === 'pull-secret'),
    ({ object }) => object,
    async (finding) => removeLogins(cluster, finding, work.signal),
  );
  const records = await each(
    workloads,
    ({ ref }) => ref,
    async ({ ref }) => clearRecords(cluster, ref, work.signal),
  );
  const copies = await removeLastCopy(cluster, homeNamespace, work.signal);
  const backups = await removeBackups(cluster, work.signal);
  await forgetImagePaths(cluster, homeNamespace, work.signal);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'FinishReport',
    objects: [...records, ...logins, ...copies, ...backups],
  };
}

/** One object that cannot be tidied up does not keep the others. */
async function orKept(
  object: ObjectRef,
  done: Promise<FinishedObject>,
  signal: AbortSignal,
): Promise<FinishedObject> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { object, outcome: 'kept', message: error.message };
  }
}

/** The annotation stands on the object, not in its template: no pod is restarted. */
async function clearRecords(cluster: Cluster, ref: ObjectRef, signal: AbortSignal): Promise<FinishedObject> {
  const decide = (object: KubernetesObject) =>
    recordsOf(object)?.length === 0
      ? ({ type: 'nothing' } as const)
      : ({
          type: 'patch',
          patch: changePatch(object, ref.resource.kind, { images: [], records: [] }),
        } as const);
  const { decision } = await guardedPatch(cluster, ref, decide, signal);
  return decision.type === 'refuse'
    ? { object: ref, outcome: 'kept', message: decision.reason }
    : { object: ref, outcome: 'cleared', message: 'its records of changes are gone' };
}

/** Of a copy that was interrupted or that failed, and that nobody has gone on with. */
async function removeLastCopy(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const object = { resource: JOBS, namespace, name: COPY_NAME };
  const copy = await clearCopy(cluster, object, signal);
  if (copy.outcome === 'none') return [];
  const message = copy.outcome === 'kept' ? copy.reason : 'what was left of the copy';
  return [{ object, outcome: copy.outcome, message }];
}

async function removeBackups(cluster: Cluster, signal: AbortSignal): Promise<FinishedObject[]> {
  const removed: FinishedObject[] = [];
  const scope = { namespaces: [], excludeNamespaces: [] };
  const query = { resource: SECRETS, scope, labelSelector: `${BACKUP_LABEL}=true` };
  for await (const seen of objectsInScope(cluster, query, signal)) {
    const { namespace = '', name } = seen.metadata;
    const object = { resource: SECRETS, namespace, name };
    await guardedDelete(cluster, { resource: SECRETS, seen, signal });
    removed.push({ object, outcome: 'removed', message: `backup: ${describeRef(object)}` });
  }
  return removed;
}
