/** Inventories of objects as the API shows them. */
import { builtInController } from '../../../src/domain/inventory/built-in-controller.ts';
import { customImageFields } from '../../../src/domain/inventory/custom-images.ts';
import type { Inventory } from '../../../src/domain/inventory/inventory.ts';
import { podUse } from '../../../src/domain/inventory/pod-use.ts';
import {
  customWorkload,
  unknownController,
  type Workload,
  workloadOf,
} from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import { PROMETHEUSES, resourceOf } from './resources.ts';

/** What `takeInventory` makes of these objects. */
export function inventoryOf(objects: readonly KubernetesObject[], rest: Partial<Inventory> = {}): Inventory {
  const pods = objects.filter(({ kind }) => kind === 'Pod').map(podUse);
  return {
    workloads: objects.flatMap(workloadsIn),
    pods,
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    warnings: [],
    ...rest,
  };
}

function workloadsIn(object: KubernetesObject): Workload[] {
  if (object.kind === PROMETHEUSES.kind) {
    return [customWorkload(PROMETHEUSES, object, customImageFields(object, ['{.spec.image}']))];
  }
  const workload = workloadOf(resourceOf(object), object);
  if (object.kind !== PODS.kind || workload.controller === undefined || workload.staticPod !== undefined) {
    return [workload];
  }
  return builtInController(workload.controller) === undefined
    ? [unknownController(workload, workload.controller)]
    : [];
}
