/** Workloads that take their template from another object, an Argo Rollout from a Deployment: its pods are theirs. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { describeRef, refOf } from '../../domain/kubernetes/object-ref.ts';
import { groupOf, type Resource } from '../../domain/kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../../domain/workload-kinds/workload-kinds.ts';
import { workloadKindOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { referringStatus } from '../../domain/rollout/rollout-status.ts';
import type { RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';
import { servedResources } from '../cluster/served-resources.ts';

const REFERRING = WORKLOAD_KINDS.filter(({ templateOf }) => templateOf !== undefined);

export interface ReferringWorkload {
  readonly resource: Resource;
  readonly object: KubernetesObject;
}

/** As they are now. Throws ClusterError. */
export async function referringWorkloads(
  cluster: Cluster,
  owner: KubernetesObject,
  signal: AbortSignal,
): Promise<ReferringWorkload[]> {
  const { namespace = '' } = owner.metadata;
  const found: ReferringWorkload[] = [];
  for (const resource of await servedResources(cluster, REFERRING, signal)) {
    for await (const page of cluster.list(resource, { namespace }, signal)) {
      found.push(...page.filter((one) => refersTo(one, owner)).map((object) => ({ resource, object })));
    }
  }
  return found;
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
 * when it was changed. Throws ClusterError.
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
