import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Plain } from '../../stored.ts';

export type PodSpec = Plain<V1PodSpec>;
export type Container = Plain<V1Container>;

/** What of a policy a pod violates. */
export interface Violation {
  /** Such as `runAsNonRoot != true`. */
  readonly reason: string;
  /** Such as `pod or container "app" must set securityContext.runAsNonRoot=true`. */
  readonly detail: string;
}

/** `undefined` when the pod keeps to the rule. */
export type PodCheck = (spec: PodSpec) => Violation | undefined;

export function allContainers(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Names of the containers for which `isBad` holds. */
export function badContainers(spec: PodSpec, isBad: (container: Container) => boolean): readonly string[] {
  return allContainers(spec)
    .filter(isBad)
    .map(({ name }) => name);
}

/** `container "app"` or `containers "app", "proxy"`. */
export function containersNamed(names: readonly string[]): string {
  return `${names.length === 1 ? 'container' : 'containers'} ${quoted(names)}`;
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** A rule that each container has to keep: `detail` says what it must. */
export function containerCheck(
  reason: string,
  detail: string,
  isBad: (container: Container) => boolean,
): PodCheck {
  return (spec) => {
    const names = badContainers(spec, isBad);
    return names.length === 0 ? undefined : { reason, detail: `${containersNamed(names)} ${detail}` };
  };
}
