/** Completes a move: removes what was kept for rollback. */
import { isEverything, type Scope } from '../../domain/inventory/scope.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { type ObjectRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { COPY_NAME } from '../../domain/kubernetes/own-names.ts';
import { JOBS, SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import { guardedPatch } from '../cluster/guarded-patch.ts';
import { clearCopy } from '../copy/clear-copy.ts';
import { forgetImagePaths } from '../inventory/image-path-memory.ts';
import { finishSecret, isFinishedSecret } from '../pull-secrets/finished-secret.ts';
import { createdPullSecrets } from '../pull-secrets/remove-pull-secrets.ts';
import { completeSecrets } from './complete-secrets.ts';
import { clearRecords, type RecordsToClear } from './clear-records.ts';
import { type FinishedObject, isClearedBy, isNeededBy, NEEDED } from './finished-object.ts';
import { orKept } from './or-kept.ts';
import { type BackupContext, backupsIn, removeBackup } from './remove-backups.ts';
import { removeLogins, type SourceLogins, sparedIn } from './remove-logins.ts';

export interface FinishRequest {
  readonly scope: Scope;
  /** Workloads with change records. */
  readonly workloads: readonly Workload[];
  /** ReplicaSets with copies of the records, which `kubectl rollout undo` would bring back. */
  readonly histories: readonly Workload[];
  /** Old logins, as `verify` found them; empty: they are kept. */
  readonly logins: readonly SourceLogins[];
  /**
   * Whether a record belongs to the move that is finished; other records are kept, with all that their rollback
   * needs.
   */
  readonly isOurs: RecordsToClear['isOurs'];
  /** The owner of a backup, by the runs that it names. */
  readonly ownerOf: BackupContext['ownerOf'];
  /** Called with the workloads whose records are kept, before anything that a rollback needs is removed. */
  readonly onCleared: (kept: readonly Workload[]) => Promise<void>;
  readonly stateNamespace: string;
  readonly maxInFlight: number;
}

export interface FinishReport {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'FinishReport';
  readonly objects: readonly FinishedObject[];
  /** Namespaces that were left out, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Removes records first, then logins, then backups, these only where no record is kept: if it is killed or has to
 * leave something, what is still recorded can still be rolled back and can pull. Finishing again does the rest.
 * Throws ClusterError.
 */
export async function finishMove(
  cluster: Cluster,
  request: FinishRequest,
  work: Work,
): Promise<FinishReport> {
  const { scope, workloads, histories, logins, isOurs, stateNamespace } = request;
  const { signal } = work;
  const options = { concurrency: request.maxInFlight, signal };
  const each = async <Item>(
    items: readonly Item[],
    refOf: (item: Item) => ObjectRef,
    run: (item: Item) => Promise<FinishedObject>,
  ): Promise<FinishedObject[]> =>
    mapConcurrently(items, async (item) => orKept(refOf(item), run(item), signal), options);
  const clear = async ({ ref }: Workload) => clearRecords(cluster, { ref, isOurs }, signal);
  const records = await each(workloads, ({ ref }) => ref, clear);
  const copied = await each(histories, ({ ref }) => ref, clear);
  const kept = [...workloads, ...histories].filter((_, index) => isKept([...records, ...copied][index]));
  await request.onCleared(kept);
  const isNeeded = isNeededBy(kept.map(({ ref }) => ref));
  const unlessNeeded = async (
    object: ObjectRef,
    run: () => Promise<FinishedObject>,
  ): Promise<FinishedObject> => (isNeeded(object) ? { object, outcome: 'kept', message: NEEDED } : run());
  const created = await createdPullSecrets(cluster, scope, signal);
  const settled = await each(
    created.filter(({ metadata }) => !isNeeded(metadata)),
    secretRef,
    async (secret) => leaveForGood(cluster, secretRef(secret), signal),
  );
  const isWhole = isEverything(scope);
  const copies = isWhole ? await removeLastCopy(cluster, stateNamespace, signal) : [];
  const reduced = await each(
    logins.filter(({ keys }) => keys.length > 0),
    ({ object }) => object,
    async (one) => unlessNeeded(one.object, async () => removeLogins(cluster, one, signal)),
  );
  const isCleared = isClearedBy([...records, ...copied]);
  const backups = await each(await backupsIn(cluster, scope, signal), secretRef, async (backup) =>
    unlessNeeded(secretRef(backup), async () =>
      removeBackup(cluster, backup, { ownerOf: request.ownerOf, isCleared }, signal),
    ),
  );
  await completeSecrets(cluster, request, signal);
  // The next finish finds what is left by them.
  if (isWhole && kept.length === 0) await forgetImagePaths(cluster, stateNamespace, signal);
  return finishReport([
    ...records,
    ...[...copied, ...settled].filter(isKept),
    ...reduced,
    ...sparedIn(logins),
    ...copies,
    ...backups,
  ]);
}

export function finishReport(objects: readonly FinishedObject[]): FinishReport {
  return { apiVersion: 'registry-switch/v1', kind: 'FinishReport', objects, warnings: [] };
}

function secretRef(secret: KubernetesObject): ObjectRef {
  return refOf(SECRETS, secret);
}

/** Objects that need no change are not reported. */
function isKept(object: FinishedObject | undefined): boolean {
  return object?.outcome === 'kept';
}

/** Removes an interrupted or failed copy that was not resumed. */
async function removeLastCopy(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<FinishedObject[]> {
  const object = { resource: JOBS, namespace, name: COPY_NAME };
  const copy = await clearCopy(cluster, object, signal);
  if (copy.outcome === 'none') return [];
  const message = copy.outcome === 'kept' ? copy.reason : 'left over from the copy';
  return [{ object, outcome: copy.outcome, message }];
}

/** A Secret that workloads name is kept; a later rollback does not delete it. */
async function leaveForGood(cluster: Cluster, ref: ObjectRef, signal: AbortSignal): Promise<FinishedObject> {
  const decide = (secret: KubernetesObject) =>
    isFinishedSecret(secret)
      ? ({ type: 'nothing' } as const)
      : ({ type: 'patch', patch: finishSecret() } as const);
  const { decision } = await guardedPatch(cluster, ref, decide, signal);
  return decision.type === 'refuse' && !('gone' in decision)
    ? { object: ref, outcome: 'kept', message: decision.reason }
    : { object: ref, outcome: 'cleared', message: 'it is kept permanently' };
}
