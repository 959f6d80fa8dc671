/** Whether a bare pod, patched in place, runs its new images: the kubelet restarts exactly the changed containers. */
import { imageFields } from '../../domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import type { RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';

interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
}

/** Init containers have already run and are not restarted. */
export function podRestart(before: KubernetesObject, now: KubernetesObject): RolloutStatus {
  const old = new Map(imageFields(before).map(({ slot, name, image }) => [`${slot}/${name}`, image]));
  const changed = imageFields(now).filter(
    ({ slot, name, image }) => slot === 'container' && old.get(`${slot}/${name}`) !== image,
  );
  const restarts = new Map(statuses(before).map(({ name, restartCount }) => [name, restartCount ?? 0]));
  const waiting = changed.filter(({ name }) => {
    const status = statuses(now).find((one) => one.name === name);
    const wasRunning = statuses(before).some((one) => one.name === name && one.ready === true);
    const restarted = (status?.restartCount ?? 0) > (restarts.get(name) ?? 0);
    return status?.ready !== true || (wasRunning && !restarted);
  });
  return waiting.length === 0
    ? { state: 'done', message: 'containers restarted' }
    : { state: 'progressing', message: `container ${waiting[0]?.name ?? ''} is not ready` };
}

function statuses(pod: KubernetesObject): readonly ContainerStatus[] {
  return (valueAt(pod, ['status', 'containerStatuses']) ?? []) as readonly ContainerStatus[];
}
