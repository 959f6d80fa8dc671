/** How the pods of a workload follow a template change, for each kind. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

export interface RolloutImpact {
  /** Whether new pods start at once; otherwise something else has to happen first, or nothing runs. */
  readonly startsPods: boolean;
  /** Why it is interrupted: `its only pod ends before a new one starts`. */
  readonly interruption?: string;
}

export type ImpactRule = (object: KubernetesObject) => RolloutImpact;

/** New pods start only later, or nothing runs. */
export function startsNoPods(): RolloutImpact {
  return { startsPods: false };
}

/** The kubelet restarts the containers of a bare pod. */
export function restartedInPlace(): RolloutImpact {
  return starts('its containers are restarted in place');
}

const ALL_AT_ONCE = 'all of its pods end before new ones start';
const ONLY_POD = 'its only pod ends before a new one starts';

export function deploymentImpact(object: KubernetesObject): RolloutImpact {
  if (valueAt(object, ['spec', 'paused']) === true) return { startsPods: false };
  if (valueAt(object, ['spec', 'strategy', 'type']) === 'Recreate') {
    return replicasOf(object) === 0 ? { startsPods: false } : starts(ALL_AT_ONCE);
  }
  return rolling(object, ['spec', 'strategy', 'rollingUpdate']);
}

/** Of an Argo Rollout; with blue-green both sets of pods are up. */
export function argoRolloutImpact(object: KubernetesObject): RolloutImpact {
  const isBlueGreen = valueAt(object, ['spec', 'strategy', 'blueGreen']) !== undefined;
  if (replicasOf(object) === 0 || valueAt(object, ['spec', 'paused']) === true) return { startsPods: false };
  return isBlueGreen ? starts() : rolling(object, ['spec', 'strategy', 'canary']);
}

export function cloneSetImpact(object: KubernetesObject): RolloutImpact {
  const strategy = ['spec', 'updateStrategy'];
  if (valueAt(object, [...strategy, 'paused']) === true) return { startsPods: false };
  return rolling(object, strategy, { maxSurge: 0, maxUnavailable: '20%' });
}

export function deploymentConfigImpact(object: KubernetesObject): RolloutImpact {
  if (!startsByItself(object) || valueAt(object, ['spec', 'paused']) === true) return { startsPods: false };
  if (valueAt(object, ['spec', 'strategy', 'type']) === 'Recreate') {
    return replicasOf(object) === 0 ? { startsPods: false } : starts(ALL_AT_ONCE);
  }
  return rolling(object, ['spec', 'strategy', 'rollingParams']);
}

/** Without a trigger list the server defaults to a config change trigger. */
export function startsByItself(object: KubernetesObject): boolean {
  const triggers = valueAt(object, ['spec', 'triggers']);
  return (
    !Array.isArray(triggers) || triggers.some((one: unknown) => valueAt(one, ['type']) === 'ConfigChange')
  );
}

const QUARTER = { maxSurge: '25%', maxUnavailable: '25%' } as const;

function rolling(
  object: KubernetesObject,
  path: readonly string[],
  otherwise: { readonly maxSurge: unknown; readonly maxUnavailable: unknown } = QUARTER,
): RolloutImpact {
  const replicas = replicasOf(object);
  if (replicas === 0) return { startsPods: false };
  const of = (field: 'maxSurge' | 'maxUnavailable'): unknown =>
    valueAt(object, [...path, field]) ?? otherwise[field];
  const surge = podsOf(of('maxSurge'), replicas, Math.ceil);
  const unavailable = podsOf(of('maxUnavailable'), replicas, Math.floor);
  // If both are 0 the controller makes one pod unavailable, so that the rollout can proceed.
  const away = surge === 0 && unavailable === 0 ? 1 : unavailable;
  if (away < replicas) return starts();
  return starts(replicas === 1 ? ONLY_POD : 'its rolling update may stop all of its pods at once');
}

export function statefulSetImpact(object: KubernetesObject): RolloutImpact {
  const replicas = replicasOf(object);
  const strategy = valueAt(object, ['spec', 'updateStrategy', 'type']);
  const partition = Number(valueAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']) ?? 0);
  if (replicas <= partition || replicas === 0 || strategy === 'OnDelete') return { startsPods: false };
  if (replicas === 1) return starts(ONLY_POD);
  const most = valueAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable']) ?? 1;
  const away = podsOf(most, replicas, Math.ceil);
  return starts(away < replicas ? undefined : 'its rolling update may stop all of its pods at once');
}

export function daemonSetImpact(object: KubernetesObject): RolloutImpact {
  if (valueAt(object, ['spec', 'updateStrategy', 'type']) === 'OnDelete') return { startsPods: false };
  const surge = valueAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'maxSurge']) ?? 0;
  return starts(
    podsOf(surge, 100, Math.ceil) > 0 ? undefined : 'on each node its pod ends before a new one starts',
  );
}

/** For unowned ones: their pods are evicted one by one. */
export function replacedByHand(object: KubernetesObject): RolloutImpact {
  const replicas = replicasOf(object);
  if (replicas === 0) return { startsPods: false };
  return starts(replicas === 1 ? ONLY_POD : undefined);
}

function starts(interruption?: string): RolloutImpact {
  return { startsPods: true, ...(interruption === undefined ? {} : { interruption }) };
}

function replicasOf(object: KubernetesObject): number {
  return Number(valueAt(object, ['spec', 'replicas']) ?? 1);
}

/** A number of pods, or a percentage of all. */
export function podsOf(value: unknown, replicas: number, round: (pods: number) => number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : round((Number(percent) * replicas) / 100);
}
