/** Asks the owners of what has ended whether they will start more of it: their pods come only from time to time. */
import pMap from 'p-map';
import { imagesToCome, isOver, newest, ownerOfEnded } from '../../domain/inventory/ended-owner.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { controllerOf, isStranger } from '../../domain/inventory/manager.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import type { KubernetesObject, OwnerReference } from '../../domain/kubernetes/object.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { type Resource, resourceName } from '../../domain/kubernetes/resource.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { remembering } from '../../domain/remembering.ts';
import { shortList } from '../../domain/short-list.ts';
import { forbidden } from '../cluster/forbidden.ts';

const READS_AT_ONCE = 16;
/** Owners above owners; more are none that anybody has. */
const MOST_OWNERS = 8;
/** A warning stays readable. */
const MOST_NAMES = 6;

/** What ended pods and Jobs, of controllers that are not of Kubernetes itself, tell of these. Throws ClusterError. */
export async function withEndedOwners(
  cluster: Cluster,
  inventory: Inventory,
  { ended, isSource }: { readonly ended: readonly Workload[]; readonly isSource: SourceMatcher },
  signal: AbortSignal,
): Promise<Inventory> {
  const known = new Set(inventory.workloads.map(({ ref }) => ref.uid));
  const started = [...ended, ...inventory.workloads].filter(
    ({ controller }) => isStrange(controller) && !known.has(controller.uid),
  );
  const ask = asking(cluster, signal);
  const groups = ofSuspectKinds(started, isSource);
  const answers = await pMap(groups, async (children) => topOf(children, ask), {
    concurrency: READS_AT_ONCE,
    signal,
  });
  const unseen = answers.flatMap((answer) => (answer?.state === 'unseen' ? [answer.ref] : []));
  const acting = answers.flatMap((answer) => (answer?.state === 'acts' ? [answer] : []));
  const owners = [...Map.groupBy(acting, ({ owner }) => owner.metadata.uid).values()].flatMap((some) =>
    known.has(some[0]?.owner.metadata.uid) ? [] : standIn(some, isSource),
  );
  return {
    ...inventory,
    workloads: [...inventory.workloads, ...owners],
    ...(unseen.length === 0 ? {} : { ownersUnseen: true }),
    warnings: [...inventory.warnings, ...(unseen.length === 0 ? [] : [unseenWarning(unseen)])],
  };
}

function isStrange(controller: OwnerReference | undefined): controller is OwnerReference {
  return controller !== undefined && isStranger(controller);
}

/** The children of each owner; of kinds alone of which anything that ended came from the source. */
function ofSuspectKinds(started: readonly Workload[], isSource: SourceMatcher): Workload[][] {
  const kinds = Map.groupBy(
    started,
    ({ controller, ref }) => `${controller?.apiVersion} ${controller?.kind} ${ref.namespace}`,
  );
  const suspect = [...kinds.values()].filter((some) =>
    some.some(({ finished, images }) => finished && images.some(({ image }) => isSource(image))),
  );
  return suspect.flatMap((some) => [...Map.groupBy(some, ({ controller }) => controller?.uid).values()]);
}

interface Acting {
  readonly state: 'acts';
  readonly resource: Resource;
  readonly owner: KubernetesObject;
  /** Those that the owner started, or that what it started did: with when it did so. */
  readonly children: readonly Workload[];
}

interface Unseen {
  readonly state: 'unseen';
  readonly ref: ObjectRef;
}

type Answer = Acting | Unseen | undefined;

type Asked =
  | { readonly state: 'found'; readonly resource: Resource; readonly object: KubernetesObject }
  | Unseen
  | undefined;

type Ask = (owner: OwnerReference, namespace: string | undefined) => Promise<Asked>;

/** Each owner is asked for once. */
function asking(cluster: Cluster, signal: AbortSignal): Ask {
  const resourceOf = remembering(
    (name: string) => name,
    async (name: string) => cluster.findResource(name, signal),
  );
  const known = new Map<string, Promise<Asked>>();
  const kindOf = async ({ apiVersion, kind }: OwnerReference): Promise<Resource | undefined> => {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    // Whatever else of Kubernetes itself owns a pod starts none.
    return isBuiltIn({ group }) ? undefined : resourceOf([kind, version, group].join('.'));
  };
  const get = async (owner: OwnerReference, namespace: string | undefined): Promise<Asked> => {
    const resource = await kindOf(owner);
    if (resource === undefined) return undefined;
    const name = {
      name: owner.name,
      ...(resource.namespaced && namespace !== undefined ? { namespace } : {}),
    };
    try {
      const object = await cluster.get(resource, name, signal);
      return object?.metadata.uid === owner.uid ? { state: 'found', resource, object } : undefined;
    } catch (error) {
      if (forbidden(error)) return { state: 'unseen', ref: { resource, ...name, uid: owner.uid } };
      throw error;
    }
  };
  return async (owner, namespace) => {
    const asked = known.get(owner.uid) ?? get(owner, namespace);
    known.set(owner.uid, asked);
    return asked;
  };
}

/** The uppermost owner that is not over; `undefined`: none is, or is there any more. */
async function topOf(children: readonly Workload[], ask: Ask): Promise<Answer> {
  const namespace = children[0]?.ref.namespace;
  let owner = children[0]?.controller;
  let below = children;
  let top: Acting | undefined;
  for (let level = 0; isStrange(owner) && level < MOST_OWNERS; level += 1) {
    const asked = await ask(owner, namespace);
    if (asked === undefined) break;
    if (asked.state === 'unseen') return top ?? asked;
    const { resource, object } = asked;
    if (!isOver(object)) top = { state: 'acts', resource, owner: object, children: below };
    const { creationTimestamp: created } = object.metadata;
    below = below.map((child) => ({ ...child, ...(created === undefined ? {} : { created }) }));
    owner = controllerOf(object);
  }
  return top;
}

/** None where what came last is listed itself, or is to come from elsewhere. */
function standIn(some: readonly Acting[], isSource: SourceMatcher): Workload[] {
  const [first] = some;
  const all = some.flatMap(({ children }) => children);
  const child = newest(all);
  if (first === undefined || child?.finished !== true) return [];
  const last = all.filter(({ created }) => created === child.created).flatMap(({ images }) => images);
  const images = imagesToCome(first.owner, last, isSource);
  return images.length === 0 ? [] : [ownerOfEnded(first.resource, first.owner, { child, images })];
}

function unseenWarning(refs: readonly ObjectRef[]): string {
  const kinds = shortList(
    refs.map(({ resource }) => resourceName(resource)),
    MOST_NAMES,
  );
  return `whether these will start pods from the source again is not known, as you may not get ${kinds}: ${shortList(refs.map(describeRef), MOST_NAMES)}`;
}
