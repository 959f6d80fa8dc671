/** Pods as the nodes read them. */
import type {
  V1Container,
  V1ContainerState,
  V1ContainerStatus,
  V1EphemeralContainer,
} from '@kubernetes/client-node';
import type { Pod } from '../objects/pod.ts';
import type { Plain } from '../objects/stored.ts';

export type ContainerState = Plain<V1ContainerState>;
export type ContainerStatus = Plain<V1ContainerStatus>;

/** The part of a container that all kinds of containers have. */
export type Container = Plain<V1Container> & Pick<Plain<V1EphemeralContainer>, 'targetContainerName'>;

/** It will never run again. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** `app_shop(<uid>)`, as the kubelet's messages name a pod. */
export function podInMessage({ metadata: { name, namespace = '', uid } }: Pod): string {
  return `${name}_${namespace}(${uid})`;
}

/** Times in the API have no fractions of seconds. */
export function apiTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

export type ContainerKind = 'init' | 'sidecar' | 'app';

export interface PodContainer {
  readonly kind: ContainerKind;
  readonly container: Container;
  /** Such as `spec.containers{app}`, as events name it. */
  readonly fieldPath: string;
}

/** All containers: first those that start first. */
export function containersOf({ spec }: Pod): readonly PodContainer[] {
  const init = (spec?.initContainers ?? []).map((container) => ({
    kind: container.restartPolicy === 'Always' ? ('sidecar' as const) : ('init' as const),
    container,
    fieldPath: `spec.initContainers{${container.name}}`,
  }));
  const apps = (spec?.containers ?? []).map((container) => ({
    kind: 'app' as const,
    container,
    fieldPath: `spec.containers{${container.name}}`,
  }));
  return [...init, ...apps];
}
