/** Deletes the backups of pull Secrets, which only a rollback would need. */
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

/** Those that this tool has made. Throws ClusterError. */
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
  /** Whether there were records in a namespace, and all of them are gone. */
  readonly isCleared: (namespace: string | undefined) => boolean;
}

/** Why a backup stays; `undefined`: it does not. One that does not say whose it is goes with all records around it. */
export function whyBackupStays(
  backup: KubernetesObject,
  { ownerOf, isCleared }: BackupContext,
): string | undefined {
  if (!isOwnSecret(backup)) return 'somebody else has written to it';
  const owner = ownerOf(runsOfBackup(backup));
  if (owner === 'others')
    return 'it is of a move from elsewhere, or with another --copy-namespace: it stays until that is finished';
  if (owner === 'ours' || isCleared(backup.metadata.namespace)) return undefined;
  return 'it does not say which move it is of: delete it when no rollback needs it';
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
  await settleSecret(cluster, seen, signal);
  const stillDue = (backup: KubernetesObject): boolean => whyBackupStays(backup, context) === undefined;
  await guardedDelete(cluster, { resource: SECRETS, seen, stillDue, signal });
  return { object, outcome: 'removed', message: `backup: ${describeRef(object)}` };
}

/** A Secret whose change was not completed may still owe its fields to others; its backup tells of it. */
async function settleSecret(cluster: Cluster, backup: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { namespace = '' } = backup.metadata;
  const name = backedUpName(backup);
  if (name === undefined) return;
  await completeOwnerRestore(cluster, { resource: SECRETS, namespace, name }, signal);
}
