/** The pods that a workload's selector finds. */
import { imageFields } from '../../domain/inventory/image-field.ts';
import { type PodUse, podUse } from '../../domain/inventory/pod-use.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { PODS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

/** As the API shows it, and what it runs. */
export interface WorkloadPod extends PodUse {
  readonly object: KubernetesObject;
}

/** Kinds whose pods cannot be found by a selector of their own. */
const WITHOUT_SELECTOR = new Set(['CronJob', 'Job']);

/**
 * Pods that have not finished. A Deployment owns its pods through ReplicaSets, so only its labels tell which they are;
 * without plain labels in its selector none are found, as strangers might be among them.
 */
export async function podsOfWorkload(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  if (workload.kind === 'Pod') return [asWorkloadPod(workload)];
  const labelSelector = selectorOf(workload);
  const ownsDirectly = workload.kind !== 'Deployment';
  if (WITHOUT_SELECTOR.has(workload.kind) || (labelSelector === '' && !ownsDirectly)) return [];
  const { namespace = '', uid } = workload.metadata;
  const query = { namespace, ...(labelSelector === '' ? {} : { labelSelector }) };
  const found: WorkloadPod[] = [];
  for await (const page of cluster.list(PODS, query, signal)) {
    const running = page.map(asWorkloadPod).filter(({ finished }) => !finished);
    found.push(...running.filter(({ controller }) => !ownsDirectly || controller?.uid === uid));
  }
  return found;
}

function asWorkloadPod(object: KubernetesObject): WorkloadPod {
  return { ...podUse(object), object };
}

/** Those that say what the template says by now. */
export async function newPodsOf(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const pods = await podsOfWorkload(cluster, workload, signal);
  return pods.filter((pod) => followsTemplate(pod, workload));
}

/** Whether a pod says the same images as the template of its workload; what was injected into it does not matter. */
export function followsTemplate(pod: PodUse, workload: KubernetesObject): boolean {
  const wanted = new Map(
    imageFields(workload, workload.kind).map(({ slot, name, image }) => [`${slot}/${name}`, image]),
  );
  return pod.containers.every(({ slot, name, image }) =>
    [undefined, image].includes(wanted.get(`${slot}/${name}`)),
  );
}

function selectorOf(workload: KubernetesObject): string {
  const selector = (valueAt(workload, ['spec', 'selector']) ?? {}) as Readonly<Record<string, unknown>>;
  const labels = workload.kind === 'ReplicationController' ? selector : (selector.matchLabels ?? {});
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}
