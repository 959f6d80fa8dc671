import type { Pod } from '../../../src/sandbox/objects/pod.ts';
import type { ContainerStatus } from '../../../src/sandbox/nodes/pod.ts';

/** Conditions that hold, without those of the scheduler. */
export function conditions({ status }: Pod): Readonly<Record<string, string>> {
  return Object.fromEntries((status?.conditions ?? []).map(({ type, status: value }) => [type, value]));
}

export function isReady(pod: Pod): boolean {
  return conditions(pod).Ready === 'True';
}

export function hasPhase(phase: string): (pod: Pod) => boolean {
  return ({ status }) => status?.phase === phase;
}

export function container({ status }: Pod, name: string): ContainerStatus | undefined {
  const all = [status?.initContainerStatuses, status?.containerStatuses];
  return all.flatMap((statuses) => statuses ?? []).find((one) => one.name === name);
}

/** The first container waits for this reason. */
export function waitsFor(reason: string): (pod: Pod) => boolean {
  return ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === reason;
}

/** Why the container `app` waits. */
export function waitingMessage(pod: Pod): string {
  return container(pod, 'app')?.state?.waiting?.message ?? '';
}
