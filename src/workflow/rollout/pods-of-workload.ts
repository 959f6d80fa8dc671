/** The pods that a workload's selector finds. */
import { recordsOf } from '../../domain/change/read-record.ts';
import { imageFields } from '../../domain/image-fields/image-field.ts';
import { type PodUse, podUse } from '../../domain/inventory/pod-use.ts';
import { isMadeFrom, templateMarks } from '../../domain/inventory/template-marks.ts';
import { controllerOf, type KubernetesObject } from '../../domain/kubernetes/object.ts';
import { PODS, REPLICA_SETS } from '../../domain/kubernetes/resource.ts';
import {
  podLabelsOf,
  podReplacementOf,
  workloadKindOf,
} from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { mayBeTheirs, referringWorkloads } from './referring-workloads.ts';
import { isObserved } from '../../domain/workload-kinds/status-rules.ts';

/** The API object, and what it runs. */
export interface WorkloadPod extends PodUse {
  readonly object: KubernetesObject;
}

/**
 * Unfinished pods matching the selector, since a Deployment owns its pods only through ReplicaSets; none without
 * plain labels in the selector, as it could match other pods.
 */
export async function podsOfWorkload(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const kind = workloadKindOf(workload);
  if (kind?.podReplacement === 'in-place') return [asWorkloadPod(workload)];
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

/** Pods created from the current template. */
export async function newPodsOf(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<WorkloadPod[]> {
  const pods = await podsOfWorkload(cluster, workload, signal);
  const isNew = await newPodTest(cluster, { workload, pods }, signal);
  const referring = pods.some(mayBeTheirs) ? await referringWorkloads(cluster, workload, signal) : [];
  const templates = referring.map(({ object }) => templateMarks(object));
  return pods.filter(
    (pod) =>
      templates.some((template) => isMadeFrom(template, pod.marks) === true) ||
      (isNew(pod) ?? (saysTheSame(pod, workload) || followsChange(pod, workload))),
  );
}

/** A test whether one of the pods was created from the current template; returns `undefined` when unknown. */
export async function newPodTest(
  cluster: Cluster,
  { workload, pods }: { readonly workload: KubernetesObject; readonly pods: readonly WorkloadPod[] },
  signal: AbortSignal,
): Promise<(pod: WorkloadPod) => boolean | undefined> {
  const { podReplacement, through, revision } = workloadKindOf(workload) ?? {};
  if (podReplacement === 'in-place') return () => true;
  if (through === undefined || revision !== undefined) {
    const template = templateMarks(workload);
    return ({ marks }) => isMadeFrom(template, marks);
  }
  const current = pods.length === 0 ? undefined : await currentReplicaSet(cluster, workload, signal);
  return ({ controller }) => (current === undefined ? undefined : controller?.uid === current);
}

/** As in `kubectl rollout history`: Deployment and ReplicaSet have the same number. */
const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

/** The uid of the ReplicaSet for the current template of a Deployment; `undefined`: none yet. */
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

/** Whether a pod has the images of its workload's template; injected containers are ignored. */
export function saysTheSame(pod: PodUse, workload: KubernetesObject): boolean {
  const wanted = new Map(imageFields(workload).map(({ slot, name, image }) => [`${slot}/${name}`, image]));
  return pod.containers.every(({ slot, name, image }) =>
    [undefined, image].includes(wanted.get(`${slot}/${name}`)),
  );
}

/**
 * For controllers without revisions: whether a pod was created after the change. Older pods are replaced by the tool
 * and still have the replaced images, unless they were modified.
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

/** `undefined`: its pods cannot be found by labels. */
function selectorOf(workload: KubernetesObject): string | undefined {
  const labels = podLabelsOf(workload);
  if (labels === undefined) return undefined;
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}
