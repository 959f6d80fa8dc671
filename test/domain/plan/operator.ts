/** A workload that names an image of the source in its arguments. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { deployment, type WorkloadShape } from '../../support/builders/workloads.ts';

export const SOLVER = 'old.example/solver:1';
export const AT_TARGET = 'new.example/solver:1';

export function operator(args: readonly string[], shape: WorkloadShape = {}): KubernetesObject {
  return deployment({ name: 'operator', image: 'other.example/operator:1', container: { args }, ...shape });
}
