import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { anObject, type ObjectShape } from './object.ts';
import { MACHINES, PROMETHEUSES } from './resources.ts';

/** A Prometheus whose operator makes a StatefulSet of it. */
export function prometheus({
  image = 'old.example/prom/prometheus:3',
  ...shape
}: ObjectShape & { readonly image?: string } = {}): KubernetesObject {
  return anObject(PROMETHEUSES, shape, { spec: { image } });
}

/** A Machine, which belongs to no namespace. */
export function machine({
  image = 'old.example/machine:1',
  ...shape
}: ObjectShape & { readonly image?: string } = {}): KubernetesObject {
  return anObject(MACHINES, shape, { spec: { image } });
}

/** An object of a kind that nobody knows, to own others. */
export function stranger({
  kind = 'Rollout',
  apiVersion = 'rollouts.example/v1',
  name = 'canary',
} = {}): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop', uid: `${kind}-shop-${name}` } };
}
