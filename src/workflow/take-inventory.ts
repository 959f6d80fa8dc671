/** Lists what runs in a cluster, reducing every page as it arrives. */
import pMap from 'p-map';
import { UsageError } from '../domain/errors.ts';
import type { Platform } from '../domain/image/platform.ts';
import { type CustomImages, customImageFields } from '../domain/inventory/custom-images.ts';
import { controllerChain, type Inventory, workloadsByUid } from '../domain/inventory/inventory.ts';
import { type PodUse, podUse } from '../domain/inventory/pod-use.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import {
  customWorkload,
  unknownController,
  type Workload,
  workloadOf,
} from '../domain/inventory/workload.ts';
import type { KubernetesObject } from '../domain/kubernetes/object.ts';
import { valueAt } from '../domain/kubernetes/pod-spec.ts';
import * as resources from '../domain/kubernetes/resource.ts';
import type { Resource } from '../domain/kubernetes/resource.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Work } from '../domain/ports/progress.ts';
import { forbidden } from './forbidden.ts';
import { objectsInScope } from './objects-in-scope.ts';

const TEMPLATES: readonly Resource[] = [
  resources.DEPLOYMENTS,
  resources.STATEFUL_SETS,
  resources.DAEMON_SETS,
  resources.CRON_JOBS,
  resources.REPLICATION_CONTROLLERS,
  resources.JOBS,
  resources.REPLICA_SETS,
];

export interface InventoryRequest {
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
}

/** A list is unbounded in size: two at a time keep the memory flat and the server unharmed. */
const LISTS_AT_ONCE = 2;

type Visit = (resource: Resource, object: KubernetesObject) => void;

/** Throws ClusterError when something cannot be listed: half an inventory would be a dangerous one. */
export async function takeInventory(
  cluster: Cluster,
  request: InventoryRequest,
  work: Work,
): Promise<Inventory> {
  const workloads: Workload[] = [];
  const pods: PodUse[] = [];
  const addTemplate: Visit = (resource, object) => void workloads.push(workloadOf(resource, object));
  const addPod: Visit = (resource, pod) => {
    const workload = workloadOf(resource, pod);
    if (workload.controller === undefined || workload.staticPod !== undefined) workloads.push(workload);
    else if (isUnknown(workload.controller)) addUnknown(workloads, workload);
    pods.push(podUse(pod));
    work.progress.update(`${pods.length} pods`);
  };
  const custom = await customLists(cluster, request.customImages, work.signal);
  const lists: readonly { resource: Resource; visit: Visit }[] = [
    { resource: resources.PODS, visit: addPod },
    ...TEMPLATES.map((resource) => ({ resource, visit: addTemplate })),
    ...custom.map((images) => ({ resource: images.resource, visit: addCustom(images, workloads) })),
  ];
  await pMap(
    lists,
    async ({ resource, visit }) => {
      const query = { resource, scope: request.scope };
      for await (const object of objectsInScope(cluster, query, work.signal)) visit(resource, object);
    },
    { concurrency: LISTS_AT_ONCE, signal: work.signal },
  );
  const nodes = await listPlatforms(cluster, work.signal);
  const all: Inventory = { workloads: withoutKnown(workloads), pods, ...nodes };
  return request.scope.labelSelector === undefined
    ? all
    : selected(all, await selectedUids(cluster, lists, request.scope, work));
}

interface ResolvedCustomImages extends CustomImages {
  readonly resource: Resource;
}

async function customLists(
  cluster: Cluster,
  customImages: readonly CustomImages[],
  signal: AbortSignal,
): Promise<ResolvedCustomImages[]> {
  return pMap(customImages, async (images) => {
    const resource = await cluster.findResource(images.resourceName, signal);
    if (resource === undefined) {
      throw new UsageError(`the server has no resource "${images.resourceName}" (--image-path)`, {
        nextStep:
          'See the names with `kubectl api-resources`: plural.group, e.g. prometheuses.monitoring.coreos.com.',
      });
    }
    return { ...images, resource };
  });
}

function addCustom(images: ResolvedCustomImages, workloads: Workload[]): Visit {
  return (resource, object) => {
    const fields = customImageFields(object, images.paths);
    if (fields.length > 0) workloads.push(customWorkload(resource, object, fields));
  };
}

const KNOWN_CONTROLLERS = new Set([...TEMPLATES.map(({ kind }) => kind), 'Node']);

function isUnknown({ kind }: { readonly kind: string }): boolean {
  return !KNOWN_CONTROLLERS.has(kind);
}

function addUnknown(workloads: Workload[], pod: Workload): void {
  const { controller } = pod;
  if (controller === undefined || workloads.some(({ ref }) => ref.uid === controller.uid)) return;
  workloads.push(unknownController(pod, controller));
}

/** A custom resource that was listed itself needs no stand-in. */
function withoutKnown(workloads: readonly Workload[]): Workload[] {
  const known = new Set(workloads.flatMap(({ ref, unknownKind }) => (unknownKind === true ? [] : [ref.uid])));
  return workloads.filter(({ ref, unknownKind }) => unknownKind !== true || !known.has(ref.uid));
}

const EVERYWHERE: Scope = { namespaces: [], excludeNamespaces: [] };

interface NodeInfo {
  readonly operatingSystem?: string;
  readonly architecture?: string;
}

async function listPlatforms(
  cluster: Cluster,
  signal: AbortSignal,
): Promise<Pick<Inventory, 'platforms' | 'warnings'>> {
  const platforms = new Map<string, Platform>();
  try {
    for await (const node of objectsInScope(
      cluster,
      { resource: resources.NODES, scope: EVERYWHERE },
      signal,
    )) {
      const { operatingSystem: os, architecture } = (valueAt(node, ['status', 'nodeInfo']) ?? {}) as NodeInfo;
      if (os && architecture) platforms.set(`${os}/${architecture}`, { os, architecture });
    }
  } catch (error) {
    if (!forbidden(error)) throw error;
    return {
      platforms: [],
      warnings: ['nodes cannot be listed: their platforms are not checked at the target'],
    };
  }
  return { platforms: [...platforms.values()], warnings: [] };
}

async function selectedUids(
  cluster: Cluster,
  lists: readonly { readonly resource: Resource }[],
  scope: Scope,
  { signal }: Work,
): Promise<Set<string>> {
  const uids = new Set<string>();
  const { labelSelector = '' } = scope;
  for (const { resource } of lists) {
    const query = { resource, scope, labelSelector };
    for await (const { metadata } of objectsInScope(cluster, query, signal)) uids.add(metadata.uid ?? '');
  }
  return uids;
}

/** What the label selects, and everything below it. */
function selected(inventory: Inventory, uids: ReadonlySet<string>): Inventory {
  const byUid = workloadsByUid(inventory.workloads);
  const isSelected = (uid: string | undefined, controller: Workload['controller']): boolean =>
    uids.has(uid ?? '') || controllerChain(controller, byUid).some(({ ref }) => uids.has(ref.uid ?? ''));
  return {
    ...inventory,
    workloads: inventory.workloads.filter(({ ref, controller }) => isSelected(ref.uid, controller)),
    pods: inventory.pods.filter(({ uid, controller }) => isSelected(uid, controller)),
  };
}
