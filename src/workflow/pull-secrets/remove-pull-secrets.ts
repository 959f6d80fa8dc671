/** Deletes pull Secrets that a switch created and that nothing names any more. */
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
  /** `needed`: by workloads that are still switched. `kept`: used or edited by somebody else. */
  readonly outcome: 'removed' | 'needed' | 'kept';
  readonly message: string;
}

export interface Removal {
  readonly users: readonly SecretUser[];
  readonly scope: Scope;
  /** Namespaces in which none may be deleted yet. */
  readonly isSpared: (namespace: string) => boolean;
  /** Delete only Secrets that were never filled. */
  readonly onlyUnfilled?: boolean;
}

/**
 * Yields each Secret when it is deleted, or why it is not; a failure does not stop the others. Throws ClusterError
 * when they cannot be listed.
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
    return { outcome: 'removed', message: 'no longer used by any workload' };
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { outcome: 'kept', message: error.message };
  }
}

/** The pull Secrets created by this tool. Throws ClusterError. */
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

/** A user without a change record will not be rolled back later. */
function whyItStays(
  secret: KubernetesObject,
  users: readonly SecretUser[],
): Pick<RemovedSecret, 'outcome' | 'message'> | undefined {
  const [user] = users.toSorted((a, b) => Number(a.recorded) - Number(b.recorded));
  if (user !== undefined) {
    const outcome = user.recorded ? 'needed' : 'kept';
    return { outcome, message: `it is used by ${user.who}` };
  }
  return isEdited(secret) ? { outcome: 'kept', message: 'it was changed since' } : undefined;
}
