/** The image of the tests of plans, and pods that run it. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { statefulSet, type WorkloadShape } from '../../support/builders/workloads.ts';

export const SOURCE = 'old.example/shop/web:1';
export const TARGET = 'new.example/shop/web:1';
export const RUNNING = digestOf('running');
export const TAG = digestOf('tag');
export const OTHER = digestOf('other');

/** A StatefulSet with pods that run these digests, each reported under a repository. */
export function running(
  shape: WorkloadShape,
  imageIds: readonly string[],
): readonly [KubernetesObject, ...KubernetesObject[]] {
  const owner = statefulSet(shape);
  const { name } = owner.metadata;
  const pods = imageIds.map((id, index) =>
    pod({ image: SOURCE, ...shape, owner, name: `${name}-${index}`, imageIds: { app: id } }),
  );
  return [owner, ...pods];
}

export const at = (digest: string): string => `old.example/shop/web@${digest}`;
