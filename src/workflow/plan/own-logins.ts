/** The logins that a workload's own pods pull with; never another workload's Secrets. */
import type { Credential } from '../../domain/credentials/credential.ts';
import { credentialsFor } from '../../domain/credentials/credentials-for.ts';
import type { ImageReference } from '../../domain/image/reference.ts';
import { controllerChain, type Inventory, workloadsByUid } from '../../domain/inventory/inventory.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { effectiveSecrets, type PullSecrets, pullSecretsOf } from '../pull-secrets/pull-secrets-of.ts';

export interface OwnLogins {
  readonly pullSecrets: PullSecrets;
  /** In the kubelet's order. */
  readonly loginsFor: (
    workload: Workload,
    image: Pick<ImageReference, 'host' | 'repository'>,
  ) => readonly Credential[];
  /** Secrets and service accounts that could not be read, in words. */
  readonly unread: (workload: Workload) => readonly string[];
}

/** Reads Secrets and service accounts. Throws ClusterError. */
export async function ownLogins(
  cluster: Cluster,
  inventory: Inventory,
  workloads: readonly Workload[],
  signal: AbortSignal,
): Promise<OwnLogins> {
  const templatesOf = podTemplates(inventory);
  const pullSecrets = await pullSecretsOf(cluster, workloads.flatMap(templatesOf), signal);
  const secretsOf = (workload: Workload): string[] => [
    ...new Set(templatesOf(workload).flatMap((one) => effectiveSecrets(one, pullSecrets.serviceAccounts))),
  ];
  return {
    pullSecrets,
    loginsFor: (workload, image) =>
      credentialsFor(
        image,
        secretsOf(workload).flatMap((name) => pullSecrets.entries.get(name) ?? []),
      ),
    unread: (workload) => {
      const accounts = templatesOf(workload).map(
        ({ ref, serviceAccount = '' }) => `service account ${ref.namespace ?? ''}/${serviceAccount}`,
      );
      const names = new Set([...accounts, ...secretsOf(workload).map((name) => `Secret ${name}`)]);
      return [...names]
        .filter((name) => pullSecrets.unread.has(name))
        .map((name) => `no permission to read ${name}`);
    },
  };
}

/**
 * The templates that name pull Secrets: the workload's own, or for a custom resource those that its operator created
 * from it.
 */
function podTemplates({ workloads }: Inventory): (workload: Workload) => readonly Workload[] {
  const byUid = workloadsByUid(workloads);
  const below = new Map<Workload, Workload[]>();
  for (const workload of workloads) {
    if (workload.serviceAccount === undefined) continue;
    for (const owner of controllerChain(workload.controller, byUid)) {
      if (owner.serviceAccount !== undefined || owner.ref.namespace !== workload.ref.namespace) continue;
      below.set(owner, [...(below.get(owner) ?? []), workload]);
    }
  }
  return (workload) => (workload.serviceAccount === undefined ? (below.get(workload) ?? []) : [workload]);
}
