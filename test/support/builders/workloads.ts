/** Valid objects of every kind that has a pod template. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import * as resources from '../../../src/domain/kubernetes/resource.ts';
import type { Resource } from '../../../src/domain/kubernetes/resource.ts';
import { anObject, objectShape, type ObjectShape } from './object.ts';
import { podSpec, type PodShape } from './pod-spec.ts';

export interface WorkloadShape extends ObjectShape, PodShape {
  readonly replicas?: number;
  /** Further fields of the specification, e.g. `{ paused: true }`. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

export const deployment = replicated(resources.DEPLOYMENTS);
export const statefulSet = replicated(resources.STATEFUL_SETS);
export const replicaSet = replicated(resources.REPLICA_SETS);
export const replicationController = replicated(resources.REPLICATION_CONTROLLERS);

export function daemonSet(shape: WorkloadShape = {}): KubernetesObject {
  return anObject(resources.DAEMON_SETS, objectShape(shape), {
    spec: { ...templated(shape), ...shape.spec },
  });
}

export function job(shape: WorkloadShape = {}): KubernetesObject {
  return anObject(resources.JOBS, objectShape(shape), { spec: { ...templated(shape), ...shape.spec } });
}

export function cronJob(shape: WorkloadShape = {}): KubernetesObject {
  return anObject(resources.CRON_JOBS, objectShape(shape), {
    spec: { schedule: '@daily', jobTemplate: { spec: templated(shape) }, ...shape.spec },
  });
}

function replicated(resource: Resource): (shape?: WorkloadShape) => KubernetesObject {
  return (shape = {}) =>
    anObject(resource, objectShape(shape), {
      spec: { replicas: shape.replicas ?? 1, ...templated(shape), ...shape.spec },
    });
}

function templated(shape: WorkloadShape): { readonly selector: unknown; readonly template: unknown } {
  const labels = { app: shape.name ?? 'web' };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec(shape) } };
}
