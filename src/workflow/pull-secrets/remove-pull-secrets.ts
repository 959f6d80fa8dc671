/** Deletes the pull Secrets that a switch created, where nothing names them any more. */
import { PULL_SECRET_TYPE } from '../../domain/credentials/secret-data.ts';
import { ExpectedError } from '../../domain/errors.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { qualifiedName } from '../../domain/kubernetes/object-ref.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { isEdited, isUnfilled } from './created-secret.ts';
import { isFinishedSecret } from './finished-secret.ts';
import { type SecretUser, usersOf } from './secret-users.ts';

export interface RemovedSecret {
  readonly namespace: string;
  readonly name: string;
  /** `needed`: by workloads that are still switched. `kept`: somebody else uses or has edited it. */
  readonly outcome: 'removed' | 'needed' | 'kept';
  readonly message: string;
}

export interface Removal {
  readonly users: readonly SecretUser[];
  readonly scope: Scope;
  /** Namespaces in which none of them is to go yet. */
  readonly isSpared: (namespace: string) => boolean;
  /** Those alone that were never filled. */
  readonly onlyUnfilled?: boolean;
}

/**
 * Each Secret once it is deleted, or why it is not: one that cannot be deleted keeps no other. Throws ClusterError where
 * they cannot be listed.
 */
export async function* removeUnusedPullSecrets(
  cluster: Cluster,
  { users, scope, isSpared, onlyUnfilled = false }: Removal,
  signal: AbortSignal,
): AsyncGenerator<RemovedSecret> {
  for (const seen of await createdPullSecrets(cluster, scope, signal)) {
    const { namespace = '', name } = seen.metadata;
    if (isSpared(namespace) || (onlyUnfilled && !isUnfilled(seen))) continue;
    const stays = whyItStays(seen, usersOf(qualifiedName(seen.metadata), users));
    if (stays === undefined) {
      yield { namespace, name, ...(await removeSecret(cluster, seen, signal)) };
    } else if (!isFinishedSecret(seen)) {
      yield { namespace, name, ...stays };
    }
  }
}

async function removeSecret(
  cluster: Cluster,
  seen: KubernetesObject,
  signal: AbortSignal,
): Promise<Pick<RemovedSecret, 'outcome' | 'message'>> {
  try {
    await guardedDelete(cluster, { resource: SECRETS, seen, signal });
    return { outcome: 'removed', message: 'no workload names it any more' };
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { outcome: 'kept', message: error.message };
  }
}

/** The pull Secrets that this tool has created. Throws ClusterError. */
export async function createdPullSecrets(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const labelSelector = MANAGED_BY_SELECTOR;
  const created: KubernetesObject[] = [];
  for await (const secret of objectsInScope(cluster, { resource: SECRETS, scope, labelSelector }, signal)) {
    if (valueAt(secret, ['type']) === PULL_SECRET_TYPE) created.push(secret);
  }
  return created;
}

/** Whoever names it without a record of ours will not be put back by another rollback. */
function whyItStays(
  secret: KubernetesObject,
  users: readonly SecretUser[],
): Pick<RemovedSecret, 'outcome' | 'message'> | undefined {
  const [user] = users.toSorted((a, b) => Number(a.recorded) - Number(b.recorded));
  if (user !== undefined) {
    const outcome = user.recorded ? 'needed' : 'kept';
    return { outcome, message: `${user.who} names it` };
  }
  return isEdited(secret) ? { outcome: 'kept', message: 'it was changed since' } : undefined;
}
