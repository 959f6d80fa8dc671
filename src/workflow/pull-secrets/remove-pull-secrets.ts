/** Deletes the pull Secrets that a switch created, where nothing names them any more. */
import { type Inventory, isHistory } from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { qualifiedName } from '../../domain/kubernetes/object-ref.ts';
import { type LocalObjectReference, valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { guardedDelete } from '../cluster/guarded-delete.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';

/** Each Secret once it is deleted. Throws ClusterError. */
export async function* removeUnusedPullSecrets(
  cluster: Cluster,
  { inventory, scope }: { readonly inventory: Inventory; readonly scope: Scope },
  signal: AbortSignal,
): AsyncGenerator<{ readonly namespace: string; readonly name: string }> {
  const named = namedByWorkloads(inventory);
  const candidates = (await createdPullSecrets(cluster, scope, signal)).filter(
    ({ metadata }) => !named.has(qualifiedName(metadata)),
  );
  if (candidates.length === 0) return;
  const namedByAccounts = await namedByServiceAccounts(cluster, scope, signal);
  for (const seen of candidates) {
    const { namespace = '', name } = seen.metadata;
    if (namedByAccounts.has(`${namespace}/${name}`)) continue;
    await guardedDelete(cluster, { resource: SECRETS, seen, signal });
    yield { namespace, name };
  }
}

async function createdPullSecrets(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const labelSelector = MANAGED_BY_SELECTOR;
  const created: KubernetesObject[] = [];
  for await (const secret of objectsInScope(cluster, { resource: SECRETS, scope, labelSelector }, signal)) {
    if (valueAt(secret, ['type']) === 'kubernetes.io/dockerconfigjson') created.push(secret);
  }
  return created;
}

/** Names of Secrets as `namespace/name`. */
function namedByWorkloads({ workloads }: Inventory): Set<string> {
  return new Set(
    workloads
      .filter((workload) => !isHistory(workload))
      .flatMap(({ ref, pullSecrets }) => pullSecrets.map((name) => `${ref.namespace ?? ''}/${name}`)),
  );
}

/** Pods without pull Secrets of their own get those of their service account. */
async function namedByServiceAccounts(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<Set<string>> {
  const named = new Set<string>();
  for await (const account of objectsInScope(cluster, { resource: SERVICE_ACCOUNTS, scope }, signal)) {
    const references = (account.imagePullSecrets ?? []) as readonly LocalObjectReference[];
    for (const { name = '' } of references) named.add(`${account.metadata.namespace ?? ''}/${name}`);
  }
  return named;
}
