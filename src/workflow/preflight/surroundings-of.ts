/** From the request of a command to how far its permissions reach. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { listQueries, type Scope } from '../../domain/inventory/scope.ts';
import type { SecretPlace } from '../../domain/permissions/extent.ts';
import type { PlanSurroundings } from '../../domain/permissions/plan-extent.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { resolveCustomImages } from '../inventory/resolve-custom-images.ts';

export interface Reach {
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
  /** Namespace of the tool's own objects. */
  readonly homeNamespace: string;
  /** `namespace/name` */
  readonly registrySecret?: string | undefined;
  /** `namespace/name` of the Secret with the target's login. */
  readonly loginSecret?: string | undefined;
}

/** Throws UsageError for a custom resource that the server does not have. */
export async function surroundingsOf(
  cluster: Cluster,
  { scope, customImages, homeNamespace, registrySecret, loginSecret }: Reach,
  signal: AbortSignal,
): Promise<PlanSurroundings> {
  const namespaces = listQueries(scope).flatMap(({ namespace }) => namespace ?? []);
  const custom = await resolveCustomImages(cluster, customImages, signal);
  return {
    ...(namespaces.length === 0 ? {} : { namespaces }),
    home: { name: homeNamespace, missing: false },
    custom: custom.map(({ resource }) => resource),
    registrySecrets: registrySecret === undefined ? [] : [placeOf(registrySecret)],
    ...(loginSecret === undefined ? {} : { loginSecret: placeOf(loginSecret) }),
  };
}

function placeOf(qualifiedName: string): SecretPlace {
  const [namespace = '', name = ''] = qualifiedName.split('/');
  return { namespace, name };
}
