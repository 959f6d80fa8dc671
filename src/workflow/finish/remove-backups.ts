/** Deletes the backups of pull Secrets, which only a rollback would need. */
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { completeHandBack } from '../cluster/hand-back.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { backedUpName, BACKUP_LABEL } from '../pull-secrets/back-up-secret.ts';
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

/** Why a backup stays; `undefined`: it does not. */
export function whyBackupStays(backup: KubernetesObject): string | undefined {
  return isOwnSecret(backup) ? undefined : 'somebody else has written to it';
}

export async function removeBackup(
  cluster: Cluster,
  seen: KubernetesObject,
  signal: AbortSignal,
): Promise<FinishedObject> {
  const object: ObjectRef = refOf(SECRETS, seen);
  const reason = whyBackupStays(seen);
  if (reason !== undefined) return { object, outcome: 'kept', message: reason };
  await settleSecret(cluster, seen, signal);
  const stillDue = isOwnSecret;
  await guardedDelete(cluster, { resource: SECRETS, seen, stillDue, signal });
  return { object, outcome: 'removed', message: `backup: ${describeRef(object)}` };
}

/** A Secret whose change was not completed may still owe its fields to others; its backup tells of it. */
async function settleSecret(cluster: Cluster, backup: KubernetesObject, signal: AbortSignal): Promise<void> {
  const { namespace = '' } = backup.metadata;
  const name = backedUpName(backup);
  if (name === undefined) return;
  await completeHandBack(cluster, { resource: SECRETS, namespace, name }, signal);
}
