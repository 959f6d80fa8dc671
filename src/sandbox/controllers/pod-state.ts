/** What the status of a pod says (k8s `pkg/api/v1/pod`, `pkg/controller`). */
import type { Pod } from './kinds.ts';
import type { Waits } from './waits.ts';

export function isReady(pod: Pod): boolean {
  return readySince(pod) !== undefined;
}

/** Timestamp since when it is ready. */
export function readySince(pod: Pod): string | undefined {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' ? (ready.lastTransitionTime ?? pod.metadata.creationTimestamp) : undefined;
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Succeeded or failed: its containers will not run again. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Neither finished nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

export interface Availability {
  readonly waits: Waits;
  readonly minReadySeconds: number | undefined;
  /** Told when a pod that is not available yet has been ready for long enough. */
  readonly again: () => void;
}

/** Ready for at least `minReadySeconds`. */
export function isAvailable(pod: Pod, { waits, minReadySeconds = 0, again }: Availability): boolean {
  const since = readySince(pod);
  if (since === undefined || minReadySeconds === 0) return since !== undefined;
  return waits.over({ id: pod.metadata.uid, since, milliseconds: minReadySeconds * 1000 }, again);
}
