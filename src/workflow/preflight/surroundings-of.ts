import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { listQueries, type Scope } from '../../domain/inventory/scope.ts';
import type { SecretPlace } from '../../domain/permissions/extent.ts';
import type { PlanSurroundings } from '../../domain/plan/plan-extent.ts';
import { WORKLOAD_KINDS } from '../../domain/workload-kinds/workload-kinds.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { servedResources } from '../cluster/served-resources.ts';
import { resolveCustomImages } from '../inventory/resolve-custom-images.ts';

export interface Reach {
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
  /** Namespace of the tool's own objects. */
  readonly stateNamespace: string;
  /** `namespace/name` */
  readonly registrySecret?: string | undefined;
  /** `namespace/name` of the Secrets that logins for the target are read from. */
  readonly loginSecrets?: readonly string[] | undefined;
}

/** Throws UsageError for a custom resource that the server does not serve. */
export async function surroundingsOf(
  cluster: Cluster,
  { scope, customImages, stateNamespace, registrySecret, loginSecrets = [] }: Reach,
  signal: AbortSignal,
): Promise<PlanSurroundings> {
  const namespaces = listQueries(scope).flatMap(({ namespace }) => namespace ?? []);
  const custom = await resolveCustomImages(cluster, customImages, signal);
  const served = await servedResources(cluster, WORKLOAD_KINDS, signal);
  return {
    ...(namespaces.length === 0 ? {} : { namespaces }),
    stateNamespace: { name: stateNamespace, missing: false },
    custom: custom.map(({ resource }) => resource),
    served,
    registrySecrets: registrySecret === undefined ? [] : [placeOf(registrySecret)],
    loginSecrets: loginSecrets.map(placeOf),
  };
}

function placeOf(qualifiedName: string): SecretPlace {
  const [namespace = '', name = ''] = qualifiedName.split('/');
  return { namespace, name };
}
