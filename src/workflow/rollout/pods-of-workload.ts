/** The pods that a workload's selector finds. */
import { recordsOf } from '../../domain/change/read-record.ts';
import { imageFields } from '../../domain/image-fields/image-field.ts';
import { type PodUse, podUse } from '../../domain/inventory/pod-use.ts';
import { isMadeFrom, templateMarks } from '../../domain/inventory/template-marks.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { PODS, REPLICA_SETS } from '../../domain/kubernetes/resource.ts';
import {
  controllerOf,
  podLabelsOf,
  podReplacementOf,
  workloadKindOf,
} from '../../domain/workload-kinds/workload-kinds.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isObserved } from '../../domain/workload-kinds/status-rules.ts';

/** As the API shows it, and what it runs. */
export interface WorkloadPod extends PodUse {
  readonly object: KubernetesObject;
}

/**
 * Pods that have not finished. A Deployment owns its pods through ReplicaSets, so only its labels tell which they are;
 * without plain labels in its selector none are found, as strangers might be among them.
 */
export async function podsOfWorkload(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const kind = workloadKindOf(workload);
  if (kind?.replacer === 'kubelet') return [asWorkloadPod(workload)];
  const labelSelector = selectorOf(workload);
  const ownsDirectly = kind?.through === undefined;
  if (labelSelector === undefined || (labelSelector === '' && !ownsDirectly)) return [];
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

/** Those that were made from the template as it is now. */
export async function newPodsOf(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const pods = await podsOfWorkload(cluster, workload, signal);
  const isNew = await newPodTest(cluster, { workload, pods }, signal);
  return pods.filter((pod) => isNew(pod) ?? (saysTheSame(pod, workload) || followsChange(pod, workload)));
}

/** Whether one of these pods was made from the template of their workload as it is now; `undefined`: nobody can tell. */
export async function newPodTest(
  cluster: Cluster,
  { workload, pods }: { readonly workload: KubernetesObject; readonly pods: readonly WorkloadPod[] },
  signal: AbortSignal,
): Promise<(pod: WorkloadPod) => boolean | undefined> {
  const { replacer, through, revision } = workloadKindOf(workload) ?? {};
  if (replacer === 'kubelet') return () => true;
  if (through === undefined || revision !== undefined) {
    const template = templateMarks(workload);
    return ({ marks }) => isMadeFrom(template, marks);
  }
  const current = pods.length === 0 ? undefined : await currentReplicaSet(cluster, workload, signal);
  return ({ controller }) => (current === undefined ? undefined : controller?.uid === current);
}

/** As `kubectl rollout history` tells them apart: Deployment and ReplicaSet carry the same number. */
const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

/** The uid of the ReplicaSet that stands for the template of a Deployment; `undefined`: none is known (yet). */
async function currentReplicaSet(
  cluster: Cluster,
  deployment: KubernetesObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { namespace = '', uid } = deployment.metadata;
  const revision = deployment.metadata.annotations?.[REVISION_ANNOTATION];
  if (revision === undefined || !isObserved(deployment)) return undefined;
  const query = { namespace, labelSelector: selectorOf(deployment) ?? '' };
  for await (const page of cluster.list(REPLICA_SETS, query, signal)) {
    const current = page.find(
      (one) => controllerOf(one)?.uid === uid && one.metadata.annotations?.[REVISION_ANNOTATION] === revision,
    );
    if (current !== undefined) return current.metadata.uid;
  }
  return undefined;
}

/** Whether a pod says the same images as the template of its workload; what was injected into it does not matter. */
export function saysTheSame(pod: PodUse, workload: KubernetesObject): boolean {
  const wanted = new Map(imageFields(workload).map(({ slot, name, image }) => [`${slot}/${name}`, image]));
  return pod.containers.every(({ slot, name, image }) =>
    [undefined, image].includes(wanted.get(`${slot}/${name}`)),
  );
}

/**
 * Whether a pod is from after a change of ours although its controller keeps no revisions: those that were there before
 * are replaced by hand, and say what that change replaced as long as nothing makes them say something else.
 */
function followsChange(pod: PodUse, workload: KubernetesObject): boolean {
  const replaced = podReplacementOf(workload) === 'tool';
  const record = replaced ? recordsOf(workload)?.at(-1) : undefined;
  return (
    record?.images.every(({ slot, name, from }) =>
      pod.containers.every((one) => one.slot !== slot || one.name !== name || one.image !== from),
    ) ?? false
  );
}

/** `undefined`: its pods are not found by labels. */
function selectorOf(workload: KubernetesObject): string | undefined {
  const labels = podLabelsOf(workload);
  if (labels === undefined) return undefined;
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}
