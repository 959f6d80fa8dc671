/** Lists what runs in a cluster, reducing every page as it arrives. */
import type { InventoryRequest } from '../../domain/inventory/inventory-request.ts';
import pMap from 'p-map';
import { customImageFields } from '../../domain/inventory/custom-images.ts';
import { type Inventory, withReferredTemplates } from '../../domain/inventory/inventory.ts';
import { isUnknownManager } from '../../domain/inventory/manager.ts';
import { type PodUse, podUse, reportedBy } from '../../domain/inventory/pod-use.ts';
import {
  customWorkload,
  unknownController,
  type Workload,
  workloadOf,
} from '../../domain/inventory/workload.ts';
import { controllerOf, type KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { MentionFinder } from '../../domain/mention/mention.ts';
import { withMentions } from '../../domain/inventory/with-mentions.ts';
import { PODS, type Resource, resourceName } from '../../domain/kubernetes/resource.ts';
import { TEMPLATED } from '../../domain/workload-kinds/workload-kinds.ts';
import { workloadKindOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import { withConfigMaps } from './config-map-mentions.ts';
import { withEndedOwners } from './ended-owners.ts';
import { listNodes } from './list-nodes.ts';
import { objectsInScope } from '../cluster/objects-in-scope.ts';
import { servedResources } from '../cluster/served-resources.ts';
import { resolveCustomImages, type ResolvedCustomImages } from './resolve-custom-images.ts';
import { selectByLabel } from './select-by-label.ts';
import { withUnreferencedConfigMaps } from './unreferenced-config-maps.ts';

/** Lists are unbounded in size: two at a time limit memory and server load. */
const LISTS_AT_ONCE = 2;

type Visit = (resource: Resource, object: KubernetesObject) => void;

/** Throws ClusterError when something cannot be listed: a partial inventory would be dangerous. */
export async function takeInventory(
  cluster: Cluster,
  request: InventoryRequest,
  work: Work,
): Promise<Inventory> {
  const workloads: Workload[] = [];
  const pods: PodUse[] = [];
  const unknown = new Map<string, Workload>();
  const ended: Workload[] = [];
  const find = request.findMentions;
  const read = (resource: Resource, object: KubernetesObject): Workload =>
    withMentions(workloadOf(resource, object), object, find);
  const addTemplate: Visit = (resource, object) => void workloads.push(read(resource, object));
  const addPod: Visit = (resource, pod) => {
    if (!isTemplated(pod)) {
      const workload = read(resource, pod);
      if (workload.controller === undefined || workload.staticPod !== undefined) workloads.push(workload);
      else if (!workload.finished) addUnknown(unknown, workload);
      else if (request.isSource !== undefined) ended.push(workload);
    }
    pods.push(podUse(pod));
    work.progress.update(`${pods.length} pods`);
  };
  const custom = await resolveCustomImages(cluster, request.customImages, work.signal);
  const named = new Set(custom.map(({ resource }) => resourceName(resource)));
  const served = await servedResources(cluster, TEMPLATED, work.signal);
  const templated = served.filter((resource) => !named.has(resourceName(resource)));
  const lists: readonly { resource: Resource; visit: Visit }[] = [
    { resource: PODS, visit: addPod },
    ...templated.map((resource) => ({ resource, visit: addTemplate })),
    ...custom.map((images) => ({ resource: images.resource, visit: addCustom(images, { workloads, find }) })),
  ];
  await pMap(
    lists,
    async ({ resource, visit }) => {
      const query = { resource, scope: request.scope };
      for await (const object of objectsInScope(cluster, query, work.signal)) visit(resource, object);
    },
    { concurrency: LISTS_AT_ONCE, signal: work.signal },
  );
  const { names, nodes, platforms, warnings } = await listNodes(cluster, work.signal);
  const listed: Inventory = {
    workloads: withReferredTemplates([...workloads, ...notListed(unknown, workloads)]),
    pods: names === undefined ? pods : pods.map((pod) => reportedBy(names, pod)),
    platforms,
    ...(nodes === undefined ? {} : { nodes }),
    warnings,
  };
  const whole = await withWhatIsToCome(cluster, listed, { ...request, ended }, work.signal);
  const narrowing = { resources: lists.map(({ resource }) => resource), scope: request.scope };
  const narrowed = await selectByLabel(cluster, whole, narrowing, work.signal);
  return withConfigMaps(cluster, narrowed, find, work.signal);
}

/** Adds what may use the source again although nothing running does. */
async function withWhatIsToCome(
  cluster: Cluster,
  inventory: Inventory,
  { isSource, findMentions, scope, ended }: InventoryRequest & { readonly ended: readonly Workload[] },
  signal: AbortSignal,
): Promise<Inventory> {
  if (isSource === undefined) return inventory;
  const owned = await withEndedOwners(cluster, inventory, { ended, isSource }, signal);
  if (findMentions === undefined || scope.labelSelector !== undefined) return owned;
  return withUnreferencedConfigMaps(cluster, owned, { scope, find: findMentions }, signal);
}

/** True for most pods: what matters for a move is in a template that is listed too. */
function isTemplated(pod: KubernetesObject): boolean {
  const controller = controllerOf(pod);
  return controller !== undefined && workloadKindOf(controller) !== undefined;
}

function addCustom(
  images: ResolvedCustomImages,
  { workloads, find }: { readonly workloads: Workload[]; readonly find: MentionFinder | undefined },
): Visit {
  return (resource, object) => {
    const fields = customImageFields(object, images.paths);
    const workload = withMentions(customWorkload(resource, object, fields), object, find);
    if (fields.length > 0 || workload.mentions !== undefined || workload.templateOf !== undefined) {
      workloads.push(workload);
    }
  };
}

/** Adds pods of a controller of an unlisted kind as a stand-in for it, with all their images. */
function addUnknown(unknown: Map<string, Workload>, pod: Workload): void {
  const { controller, ref } = pod;
  if (controller === undefined || !isUnknownManager(controller)) return;
  // A pod names its own owner: it must not add to an owner in another namespace.
  const key = `${ref.namespace ?? ''}/${controller.uid}`;
  const known = unknown.get(key) ?? unknownController(pod, controller);
  const added = pod.images.filter(({ slot, name, image }) =>
    known.images.every((one) => one.slot !== slot || one.name !== name || one.image !== image),
  );
  unknown.set(key, added.length === 0 ? known : { ...known, images: [...known.images, ...added] });
}

/** Drops stand-ins for custom resources that were listed. */
function notListed(unknown: ReadonlyMap<string, Workload>, workloads: readonly Workload[]): Workload[] {
  const listed = new Set(workloads.map(({ ref }) => ref.uid));
  return [...unknown.values()].filter(({ ref }) => !listed.has(ref.uid));
}
