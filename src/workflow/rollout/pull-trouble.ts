/** Notices early that a rollout can never end: its new pods cannot pull their images. */
import { pullFailures } from '../../domain/heal/stuck-pods.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { followsTemplate, podsOfWorkload } from './pods-of-workload.ts';

/** What is wrong with a pod that says what the template says, in a sentence; `undefined`: nothing. */
export async function pullTrouble(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const pod of await podsOfWorkload(cluster, workload, signal)) {
    if (!followsTemplate(pod, workload)) continue;
    const [failure] = pullFailures(pod);
    if (failure !== undefined)
      return `pod ${pod.name} cannot pull ${failure.image}: ${failure.waiting ?? ''}`;
  }
  return undefined;
}
