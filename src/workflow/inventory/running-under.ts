/** The running images of a custom resource, whose pods are found only through the owner chain. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { ImageField } from '../../domain/image-fields/image-field.ts';
import { type Running, runningDigests } from '../../domain/inventory/running-digests.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { takeInventory } from './take-inventory.ts';

export interface OwnerOfPods {
  readonly ref: ObjectRef;
  /** Where else to look for pods, when the object is in no namespace. */
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
}

/** Throws ClusterError. */
export async function runningUnder(
  cluster: Cluster,
  { ref, scope, customImages }: OwnerOfPods,
  work: Work,
): Promise<(field: ImageField) => Running> {
  const around = ref.namespace === undefined ? scope : { namespaces: [ref.namespace], excludeNamespaces: [] };
  const inventory = await takeInventory(cluster, { scope: around, customImages }, work);
  const running = runningDigests(inventory);
  const workload = inventory.workloads.find((one) => one.ref.uid === ref.uid);
  return (field) => (workload === undefined ? NOTHING : running(workload, field));
}

const NOTHING: Running = { images: [], unknown: 0 };
