/** The extent of a rollback: the recorded workloads, and the pull Secrets of a switch. */
import { PULL_SECRET_TYPE } from '../../domain/credentials/secret-data.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Extent, SecretPlace } from '../../domain/permissions/extent.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { backedUpName } from '../pull-secrets/back-up-secret.ts';
import { isUnfilled } from '../pull-secrets/created-secret.ts';
import { findStateNamespace } from './find-state-namespace.ts';
import { type Reach, surroundingsOf } from './surroundings-of.ts';

/** Reads only. Throws ClusterError. */
export async function rollbackExtent(
  cluster: Cluster,
  workloads: readonly Workload[],
  reach: Reach,
  signal: AbortSignal,
): Promise<Extent> {
  const surroundings = await surroundingsOf(cluster, reach, signal);
  const left = await secretsLeft(cluster, reach, signal);
  return {
    ...surroundings,
    stateNamespace: await findStateNamespace(cluster, reach.stateNamespace, signal),
    changes: workloads.map(({ ref }) => ref),
    copies: false,
    pullSecrets: left.filter(isPullSecret).map((secret) => ({
      ...placeOf(secret.metadata),
      isUnfilled: isUnfilled(secret),
    })),
    registrySecrets: left.flatMap((backup) => {
      const name = backedUpName(backup);
      return name === undefined ? [] : [placeOf({ ...backup.metadata, name })];
    }),
  };
}

async function secretsLeft(
  cluster: Cluster,
  { scope }: Reach,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const labelSelector = MANAGED_BY_SELECTOR;
  const left: KubernetesObject[] = [];
  try {
    for await (const secret of objectsInScope(cluster, { resource: SECRETS, scope, labelSelector }, signal)) {
      left.push(secret);
    }
  } catch (error) {
    // A missing permission to list is reported by the permission check.
    if (!forbidden(error)) throw error;
  }
  return left;
}

function isPullSecret(secret: KubernetesObject): boolean {
  return valueAt(secret, ['type']) === PULL_SECRET_TYPE;
}

function placeOf({
  namespace = '',
  name,
}: {
  readonly namespace?: string;
  readonly name: string;
}): SecretPlace {
  return { namespace, name };
}
