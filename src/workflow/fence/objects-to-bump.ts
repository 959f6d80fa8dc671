/** What a run may be about to write in a namespace: workloads, pull Secrets, and the tool's own objects. */
import { RECORD_ANNOTATION } from '../../domain/change/record.ts';
import { LEGACY_PULL_SECRET_TYPE, PULL_SECRET_TYPE } from '../../domain/credentials/secret-data.ts';
import { ClusterError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { controllerOf, type KubernetesObject } from '../../domain/kubernetes/object.ts';
import { CONFIG_MAPS, JOBS, PODS, type Resource, SECRETS } from '../../domain/kubernetes/resource.ts';
import { PATCHED } from '../../domain/workload-kinds/workload-kinds.ts';
import { podReplacementOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster, ListQuery } from '../../domain/ports/cluster.ts';
import { isReady } from '../../domain/rollout/container-state.ts';
import { MANAGED_BY_SELECTOR } from '../cluster/managed-by.ts';
import { servedResources } from '../cluster/served-resources.ts';
import { resolveCustomImages } from '../inventory/resolve-custom-images.ts';
import { backedUpName } from '../pull-secrets/back-up-secret.ts';

export interface BumpRequest {
  /** `undefined`: cluster-scoped objects. */
  readonly namespace: string | undefined;
  /** Custom resources that a run may patch. */
  readonly customImages: readonly CustomImages[];
}

/** An object with its resource. */
export type ObjectToBump = readonly [resource: Resource, object: KubernetesObject];

const WORKLOADS = PATCHED.filter(({ resource }) => resource !== PODS);
const OURS = [SECRETS, CONFIG_MAPS, JOBS];

/**
 * Distinct objects; what may not be listed is skipped, since this run could not change it either. Throws
 * ClusterError.
 */
export async function objectsToBump(
  cluster: Cluster,
  { namespace, customImages }: BumpRequest,
  signal: AbortSignal,
): Promise<ObjectToBump[]> {
  const list = lister(cluster, namespace, signal);
  const custom = (await resolveCustomImages(cluster, customImages, signal))
    .map(({ resource }) => resource)
    .filter(({ namespaced }) => namespaced === (namespace !== undefined));
  const named = (await Promise.all(custom.map(async (resource) => list(resource)))).flat();
  if (namespace === undefined) return named;
  const served = await servedResources(cluster, WORKLOADS, signal);
  const all = (await Promise.all(served.map(async (resource) => list(resource)))).flat();
  const workloads = all.filter(
    ([resource, object]) => podReplacementOf(resource) !== 'tool' || decides(object),
  );
  const labelSelector = MANAGED_BY_SELECTOR;
  const ours = (await Promise.all(OURS.map(async (resource) => list(resource, { labelSelector })))).flat();
  const logins = (
    await Promise.all(LOGIN_TYPES.map(async (type) => list(SECRETS, { fieldSelector: `type=${type}` })))
  ).flat();
  const extended = await extendedSecrets(cluster, ours, signal);
  const replacing = workloads.filter(([resource]) => podReplacementOf(resource) === 'tool');
  const keepers = new Set(
    replacing.flatMap(([, one]) => (controllerOf(one) === undefined ? one.metadata.uid : [])),
  );
  const pods = (await list(PODS)).filter(([, pod]) => mayBeRestarted(pod, keepers));
  return onceEach([...named, ...workloads, ...ours, ...logins, ...extended, ...pods]);
}

/** A `finish` removes logins from any of these. */
const LOGIN_TYPES = [PULL_SECRET_TYPE, LEGACY_PULL_SECRET_TYPE];

/**
 * ReplicaSets and the like: unowned ones are patched; from owned ones a `finish` clears copies of their owner's
 * records.
 */
function decides(object: KubernetesObject): boolean {
  return controllerOf(object) === undefined || object.metadata.annotations?.[RECORD_ANNOTATION] !== undefined;
}

function onceEach(touchables: readonly ObjectToBump[]): ObjectToBump[] {
  return [...new Map(touchables.map((one) => [one[1].metadata.uid ?? one, one])).values()];
}

function lister(cluster: Cluster, namespace: string | undefined, signal: AbortSignal) {
  return async (
    resource: Resource,
    selectors: Pick<ListQuery, 'labelSelector' | 'fieldSelector'> = {},
  ): Promise<ObjectToBump[]> => {
    const found: ObjectToBump[] = [];
    const query = {
      ...(namespace === undefined ? {} : { namespace }),
      ...selectors,
    };
    try {
      for await (const page of cluster.list(resource, query, signal)) {
        found.push(...page.map((object) => [resource, object] as const));
      }
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
    return found;
  };
}

/** Pull Secrets of others that got a login, found by their backups. */
async function extendedSecrets(
  cluster: Cluster,
  ours: readonly ObjectToBump[],
  signal: AbortSignal,
): Promise<ObjectToBump[]> {
  const secrets = await Promise.all(
    ours.map(async ([, backup]): Promise<ObjectToBump[]> => {
      const name = backedUpName(backup);
      if (name === undefined) return [];
      const { namespace = '' } = backup.metadata;
      const secret = await cluster.get(SECRETS, { namespace, name }, signal);
      return secret === undefined ? [] : [[SECRETS, secret]];
    }),
  );
  return secrets.flat();
}

/** Unowned pods, stuck pods, and pods whose controller never replaces them: see `replaceOutdatedPods`. */
function mayBeRestarted(pod: KubernetesObject, keepers: ReadonlySet<string | undefined>): boolean {
  const controller = controllerOf(pod);
  return controller === undefined || keepers.has(controller.uid) || !isReady(pod);
}

/** Whether the object may not be read or changed, or does not exist. */
export function isRefused(error: unknown): boolean {
  return error instanceof ClusterError && REFUSED.has(error.failure);
}

const REFUSED: ReadonlySet<string> = new Set(['forbidden', 'invalid', 'not-found']);
