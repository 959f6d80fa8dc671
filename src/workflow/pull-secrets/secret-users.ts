/** Who currently pulls with which Secrets. */
import { credentialServes } from '../../domain/credentials/credential-serves.ts';
import {
  controllerChain,
  type Inventory,
  isHistory,
  workloadsByUid,
} from '../../domain/inventory/inventory.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import { describeRef } from '../../domain/kubernetes/object-ref.ts';
import type { LocalObjectReference } from '../../domain/kubernetes/pod-spec.ts';
import { SERVICE_ACCOUNTS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { effectiveSecrets } from './pull-secrets-of.ts';

export interface SecretUser {
  /** As named in sentences. */
  readonly who: string;
  /** `namespace/name` */
  readonly secrets: readonly string[];
  /** References as written; empty for a service account. */
  readonly images: readonly string[];
  /** Has change records, or its controller has: the rollback of these handles its Secrets. */
  readonly recorded: boolean;
}

/** Workloads and their pods, with the Secrets of their service accounts, and these accounts. Throws ClusterError. */
export async function secretUsers(
  cluster: Cluster,
  { inventory, scope }: { readonly inventory: Inventory; readonly scope: Scope },
  signal: AbortSignal,
): Promise<SecretUser[]> {
  const accounts = await secretsOfAccounts(cluster, scope, signal);
  const byUid = workloadsByUid(inventory.workloads);
  const workloads = inventory.workloads.filter((one) => !isHistory(one, byUid) && !one.finished);
  const pods = inventory.pods.filter(({ finished }) => !finished);
  return [
    ...workloads.map((workload): SecretUser => ({
      who: describeRef(workload.ref),
      secrets: effectiveSecrets(workload, accounts),
      images: workload.images.map(({ image }) => image),
      recorded: workload.recorded,
    })),
    // Admission has copied the Secrets of the service account into the pods.
    ...pods.map(({ namespace, name, controller, pullSecrets, containers }): SecretUser => ({
      who: `Pod ${namespace}/${name}`,
      secrets: pullSecrets.map((secret) => `${namespace}/${secret}`),
      images: containers.map(({ image }) => image),
      recorded: controllerChain(controller, byUid).some((one) => one.recorded),
    })),
    ...[...accounts].map(([account, names]): SecretUser => ({
      who: `ServiceAccount ${account}`,
      secrets: names.map((name) => `${account.split('/')[0] ?? ''}/${name}`),
      images: [],
      recorded: false,
    })),
  ];
}

/** Those that name a Secret (`namespace/name`). */
export function usersOf(secret: string, users: readonly SecretUser[]): SecretUser[] {
  return users.filter(({ secrets }) => secrets.includes(secret));
}

/** The users that pull with the Secret's logins for these addresses. */
export function pullingWith(addresses: readonly string[], users: readonly SecretUser[]): SecretUser[] {
  return users.filter(({ images }) => images.some((image) => credentialServes(addresses, image)));
}

/** Names of pull Secrets by `namespace/name` of the service account. */
async function secretsOfAccounts(
  cluster: Cluster,
  scope: Scope,
  signal: AbortSignal,
): Promise<Map<string, readonly string[]>> {
  const secrets = new Map<string, readonly string[]>();
  for await (const account of objectsInScope(cluster, { resource: SERVICE_ACCOUNTS, scope }, signal)) {
    const references = (account.imagePullSecrets ?? []) as readonly LocalObjectReference[];
    const { namespace = '', name } = account.metadata;
    if (references.length > 0) {
      secrets.set(
        `${namespace}/${name}`,
        references.flatMap((reference) => reference.name ?? []),
      );
    }
  }
  return secrets;
}
