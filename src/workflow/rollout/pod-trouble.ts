/** Why pods of the current template are not ready. */
import { pullFailures } from '../../domain/heal/stuck-pods.ts';
import type { PodUse } from '../../domain/inventory/pod-use.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { isHeldUp } from '../../domain/rollout/container-state.ts';
import { creationFailure } from '../../domain/workload-kinds/status-rules.ts';
import { newPodsOf, type WorkloadPod } from './pods-of-workload.ts';

export interface PodTrouble {
  /** An image cannot be pulled, which seldom resolves itself. */
  readonly cannotPull: boolean;
  /** Names pod, container and reason. */
  readonly text: string;
}

/** The trouble of one pod, preferably one that cannot pull; `undefined`: none. */
export async function podTrouble(
  cluster: Cluster,
  workload: KubernetesObject,
  signal: AbortSignal,
): Promise<PodTrouble | undefined> {
  const pods = await newPodsOf(cluster, workload, signal);
  for (const pod of pods) {
    const [failure] = pullFailures(pod);
    if (failure === undefined) continue;
    const { name, image, waiting = '' } = failure;
    return { cannotPull: true, text: `pod ${pod.name}: container ${name} cannot pull ${image}: ${waiting}` };
  }
  const refusal = creationFailure(workload);
  const [text] = [
    ...pods.flatMap(waits),
    ...(refusal === undefined ? [] : [refusal]),
    ...pods.flatMap(unscheduled),
  ];
  return text === undefined ? undefined : { cannotPull: false, text };
}

function waits({ name: pod, containers }: PodUse): string[] {
  return containers.flatMap(({ name, waiting }) =>
    waiting !== undefined && isHeldUp({ waiting: { reason: waiting } })
      ? [`pod ${pod}: container ${name} is waiting: ${waiting}`]
      : [],
  );
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

/** Why a pod is not scheduled. */
export function unscheduled({ name, object }: Pick<WorkloadPod, 'name' | 'object'>): string[] {
  const conditions = (valueAt(object, ['status', 'conditions']) ?? []) as readonly Condition[];
  const refusal = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return refusal === undefined ? [] : [`pod ${name}: not scheduled: ${refusal.message ?? ''}`];
}
