/** What holds up the pods that say what their template says: the reason behind a rollout that does not end. */
import { pullFailures } from '../../domain/heal/stuck-pods.ts';
import { type PodUse, podUse } from '../../domain/inventory/pod-use.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { followsTemplate, podsOfWorkload } from './pods-of-workload.ts';

export interface PodTrouble {
  /** An image cannot be pulled: this seldom mends itself. */
  readonly cannotPull: boolean;
  /** Names pod, container and reason. */
  readonly text: string;
}

/** Reasons to wait that every container has once. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** The trouble of one pod, before all of one that cannot pull; `undefined`: none. */
export async function podTrouble(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<PodTrouble | undefined> {
  const pods = workload.kind === 'Pod' ? [podUse(workload)] : await newPods(cluster, workload, signal);
  for (const pod of pods) {
    const [failure] = pullFailures(pod);
    if (failure === undefined) continue;
    const { name, image, waiting = '' } = failure;
    return { cannotPull: true, text: `pod ${pod.name}: container ${name} cannot pull ${image}: ${waiting}` };
  }
  const [text] = pods.flatMap(waits);
  return text === undefined ? undefined : { cannotPull: false, text };
}

async function newPods(cluster: Cluster, workload: KubernetesObject, signal: AbortSignal): Promise<PodUse[]> {
  const pods = await podsOfWorkload(cluster, workload, signal);
  return pods.filter((pod) => followsTemplate(pod, workload));
}

function waits({ name: pod, containers }: PodUse): string[] {
  return containers.flatMap(({ name, waiting }) =>
    waiting === undefined || STARTING.has(waiting) ? [] : [`pod ${pod}: container ${name} waits: ${waiting}`],
  );
}
