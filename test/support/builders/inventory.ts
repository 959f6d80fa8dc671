/** Inventories of objects as the API shows them. */
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
import { refOf } from '../../../src/domain/kubernetes/object-ref.ts';
import { CONFIG_MAPS, PODS } from '../../../src/domain/kubernetes/resource.ts';
import { workloadKindOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';
import type { ConfigMapMention, MentionFinder } from '../../../src/domain/mention/mention.ts';
import { configMapMentions } from '../../../src/domain/mention/mentions-in.ts';
import { withMentions } from '../../../src/domain/inventory/with-mentions.ts';
import { PROMETHEUSES, resourceOf } from './resources.ts';

/** What `takeInventory` makes of these objects; ConfigMaps among them are read of all workloads. */
export function inventoryOf(
  objects: readonly KubernetesObject[],
  rest: Partial<Inventory> = {},
  find?: MentionFinder,
): Inventory {
  const pods = objects.filter(({ kind }) => kind === 'Pod').map(podUse);
  const workloads = objects
    .filter(({ kind }) => kind !== CONFIG_MAPS.kind)
    .flatMap((object) => workloadsIn(object).map((workload) => withMentions(workload, object, find)));
  const inConfigMaps = find === undefined ? [] : mentionsInConfigMaps(objects, workloads, find);
  return {
    workloads,
    pods,
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    ...(inConfigMaps.length === 0 ? {} : { inConfigMaps }),
    warnings: [],
    ...rest,
  };
}

function mentionsInConfigMaps(
  objects: readonly KubernetesObject[],
  workloads: readonly Workload[],
  find: MentionFinder,
): ConfigMapMention[] {
  return objects
    .filter(({ kind }) => kind === CONFIG_MAPS.kind)
    .flatMap((object) => {
      const users = workloads.filter(({ configMaps = [] }) => configMaps.includes(object.metadata.name));
      const usedBy = new Set(users.map(({ ref }) => ref.uid ?? ''));
      return configMapMentions(object, find).map((one) => ({
        ...one,
        object: refOf(CONFIG_MAPS, object),
        usedBy,
      }));
    });
}

function workloadsIn(object: KubernetesObject): Workload[] {
  if (object.kind === PROMETHEUSES.kind) {
    return [customWorkload(PROMETHEUSES, object, customImageFields(object, ['{.spec.image}']))];
  }
  const workload = workloadOf(resourceOf(object), object);
  if (object.kind !== PODS.kind || workload.controller === undefined || workload.staticPod !== undefined) {
    return [workload];
  }
  return workloadKindOf(workload.controller) === undefined
    ? [unknownController(workload, workload.controller)]
    : [];
}
