/** Workloads that take their template from another object, an Argo Rollout from a Deployment: its pods are theirs. */
import type { PodUse } from '../../domain/inventory/pod-use.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { DEPLOYMENTS, groupOf, REPLICA_SETS, type Resource } from '../../domain/kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../../domain/workload-kinds/workload-kinds.ts';
import { workloadKindOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { referringStatus } from '../../domain/rollout/rollout-status.ts';
import type { RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';
import { servedResources } from '../cluster/served-resources.ts';

const REFERRING = WORKLOAD_KINDS.filter(({ templateOf }) => templateOf !== undefined);

/** Kinds that an Argo Rollout may refer to, of those that have pods. */
const REFERRED = [DEPLOYMENTS, REPLICA_SETS];

export interface ReferringWorkload {
  readonly resource: Resource;
  readonly object: KubernetesObject;
}

/** As they are now; lists only for kinds that can be referred to. Throws ClusterError. */
export async function referringWorkloads(
  cluster: Cluster,
  owner: KubernetesObject,
  signal: AbortSignal,
): Promise<ReferringWorkload[]> {
  if (!REFERRED.some((one) => one === workloadKindOf(owner)?.resource)) return [];
  const { namespace = '' } = owner.metadata;
  const found: ReferringWorkload[] = [];
  for (const resource of await servedResources(cluster, REFERRING, signal)) {
    for await (const page of cluster.list(resource, { namespace }, signal)) {
      found.push(...page.filter((one) => refersTo(one, owner)).map((object) => ({ resource, object })));
    }
  }
  return found;
}

/** Whether a pod may be theirs, by the label that their controller sets. */
export function mayBeTheirs({ marks: { labels = {} } }: Pick<PodUse, 'marks'>): boolean {
  return REFERRING.some(({ revision }) => revision !== undefined && revision.label in labels);
}

function refersTo(object: KubernetesObject, { apiVersion, kind, metadata }: KubernetesObject): boolean {
  const template = workloadKindOf(object)?.templateOf?.(object);
  return (
    template?.name === metadata.name &&
    template.kind === kind &&
    groupOf(template.apiVersion) === groupOf(apiVersion)
  );
}

/**
 * The status of an object with those that refer to it: done when all are, in their own words. `before`: as they were
 * when the wait for it began. Throws ClusterError.
 */
export async function withReferring(
  cluster: Cluster,
  {
    owner,
    status,
    before,
  }: {
    readonly owner: KubernetesObject;
    readonly status: RolloutStatus;
    readonly before: readonly ReferringWorkload[];
  },
  signal: AbortSignal,
): Promise<RolloutStatus> {
  let whole = status;
  for (const { resource, object: earlier } of before) {
    if (whole.state !== 'done') break;
    const ref = refOf(resource, earlier);
    const object = await cluster.get(resource, ref, signal);
    if (object === undefined || !refersTo(object, owner)) continue;
    const { state, message } = referringStatus(object, { owner, before: earlier });
    whole = { state, message: `${describeRef(ref)}: ${message}` };
  }
  return whole;
}
