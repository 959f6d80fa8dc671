/** Deletes backups of pull Secrets, which only a rollback needs. */
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { BackupOwner } from '../../domain/run/runs-of-source.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { completeOwnerRestore } from '../cluster/restore-field-owners.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { backedUpName, BACKUP_LABEL, runsOfBackup } from '../pull-secrets/back-up-secret.ts';
import { isOwnSecret } from '../pull-secrets/created-secret.ts';
import type { FinishedObject } from './finished-object.ts';

/** Backups created by this tool. Throws ClusterError. */
export async function backupsIn(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const labelSelector = `${MANAGED_BY_SELECTOR},${BACKUP_LABEL}=true`;
  return Array.fromAsync(objectsInScope(cluster, { resource: SECRETS, scope, labelSelector }, signal));
}

export interface BackupContext {
  readonly ownerOf: (runs: readonly string[]) => BackupOwner;
  /** Whether a namespace had records and all of them are cleared. */
  readonly isCleared: (namespace: string | undefined) => boolean;
}

/**
 * Why a backup is kept; `undefined`: it is deleted. One that names no run is deleted when all records in its
 * namespace are.
 */
export function whyBackupStays(
  backup: KubernetesObject,
  { ownerOf, isCleared }: BackupContext,
): string | undefined {
  if (!isOwnSecret(backup)) return 'it was changed by somebody else';
  const owner = ownerOf(runsOfBackup(backup));
  if (owner === 'others')
    return 'it belongs to a move from another source or with another --copy-namespace: it is kept until that move is finished';
  if (owner === 'ours' || isCleared(backup.metadata.namespace)) return undefined;
  return 'it does not name its move: delete it when no rollback needs it';
}

export async function removeBackup(
  cluster: Cluster,
  seen: KubernetesObject,
  context: BackupContext,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const object: ObjectRef = refOf(SECRETS, seen);
  const reason = whyBackupStays(seen, context);
  if (reason !== undefined) return { object, outcome: 'kept', message: reason };
  await completeSecret(cluster, seen, signal);
  const stillDue = (backup: KubernetesObject): boolean => whyBackupStays(backup, context) === undefined;
  await guardedDelete(cluster, { resource: SECRETS, seen, stillDue, signal });
  return { object, outcome: 'removed', message: `backup: ${describeRef(object)}` };
}

/** Field ownership of a Secret whose change was interrupted may still have to be restored; found by its backup. */
async function completeSecret(
  cluster: Cluster,
  backup: KubernetesObject,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '' } = backup.metadata;
  const name = backedUpName(backup);
  if (name === undefined) return;
  await completeOwnerRestore(cluster, { resource: SECRETS, namespace, name }, signal);
}
