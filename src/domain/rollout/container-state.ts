/** What the kubelet reports of the containers of a pod: core/v1 `ContainerStatus`. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { withoutUndefined } from '../without-undefined.ts';

export interface Ending {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerState {
  readonly name: string;
  readonly restarts: number;
  readonly ready: boolean;
  readonly running: boolean;
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  /** It has terminated and is not (yet) restarted. */
  readonly ended?: Ending;
  /** How its previous instance terminated. */
  readonly endedBefore?: Ending;
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly ready?: boolean;
  readonly state?: {
    readonly waiting?: ContainerState['waiting'];
    readonly running?: object;
    readonly terminated?: Ending;
  };
  readonly lastState?: { readonly terminated?: Ending };
}

/** Init containers first, as they run. */
export function containerStates(pod: KubernetesObject): ContainerState[] {
  return ['initContainerStatuses', 'containerStatuses'].flatMap((list) =>
    ((valueAt(pod, ['status', list]) ?? []) as readonly ContainerStatus[]).map(stateOf),
  );
}

function stateOf({ name, restartCount, ready, state, lastState }: ContainerStatus): ContainerState {
  const { waiting, terminated } = state ?? {};
  const endedBefore = lastState?.terminated;
  return {
    name,
    restarts: restartCount ?? 0,
    ready: ready ?? false,
    running: state?.running !== undefined,
    ...withoutUndefined({ waiting, ended: terminated, endedBefore }),
  };
}

/** Normal waiting reasons of a starting container. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** Whether it waits for something that may never come. */
export function isHeldUp({ waiting }: Pick<ContainerState, 'waiting'>): boolean {
  return waiting?.reason !== undefined && !STARTING.has(waiting.reason);
}

/** Whether a pod is ready. */
export function isReady(pod: KubernetesObject): boolean {
  const states = (valueAt(pod, ['status', 'containerStatuses']) ?? []) as readonly ContainerStatus[];
  return states.length > 0 && states.every(({ ready }) => ready === true);
}
