/** Checks whether the owners of completed pods and Jobs will start more: their pods exist only from time to time. */
import {
  controllerOf,
  type KubernetesObject,
  type ObjectName,
  type OwnerReference,
} from '../../domain/kubernetes/object.ts';
import pMap from 'p-map';
import { imagesToCome, isOver, newest, ownerOfEnded } from '../../domain/inventory/ended-owner.ts';
import type { Inventory } from '../../domain/inventory/inventory.ts';
import { isUnknownManager } from '../../domain/inventory/manager.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import { isPathSegment } from '../../domain/kubernetes/object-name.ts';
import { describeRef, type ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { type Resource, resourceName } from '../../domain/kubernetes/resource.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { memoize } from '../../domain/memoize.ts';
import { shortList } from '../../domain/short-list.ts';
import { ifForbidden } from '../cluster/forbidden.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Maximum depth of an owner chain. */
const MOST_OWNERS = 8;

/** Adds custom controllers that are known from completed pods and Jobs. Throws ClusterError. */
export async function withEndedOwners(
  cluster: Cluster,
  inventory: Inventory,
  { ended, isSource }: { readonly ended: readonly Workload[]; readonly isSource: SourceMatcher },
  signal: AbortSignal,
): Promise<Inventory> {
  // Owner references are untrusted: only listed objects, and stand-ins in the same namespace, are believed.
  const known = new Set(inventory.workloads.map(placeOfUid));
  const isKnown = (uid: string | undefined, namespace = ''): boolean =>
    known.has(`/${uid}`) || known.has(`${namespace}/${uid}`);
  const started = [...ended, ...inventory.workloads].filter(
    ({ controller, ref }) => isStrange(controller) && !isKnown(controller.uid, ref.namespace),
  );
  const ask = asking(cluster, signal);
  const groups = ofSuspectKinds(started, isSource);
  const chains = await pMap(groups, async (children) => ownersOf(children, ask), {
    concurrency: REQUESTS_AT_ONCE,
    signal,
  });
  const unseen = chains.flatMap((chain) => chain.unseen ?? []);
  const acting = chains.flatMap((chain) => chain.acting);
  const byOwner = Map.groupBy(acting, ({ owner }) => owner.metadata.uid);
  const standIns = new Map([...byOwner].map(([uid, some]) => [uid, standIn(some, isSource)]));
  // The topmost owner that will start more from the source: what it owns follows, or ends with it.
  const named = chains.flatMap((chain) =>
    chain.acting.flatMap(({ owner }) => standIns.get(owner.metadata.uid) ?? []).slice(0, 1),
  );
  const owners = [...new Set(named)].filter(({ ref }) => !isKnown(ref.uid, ref.namespace));
  return {
    ...inventory,
    workloads: [...inventory.workloads, ...owners],
    ...(unseen.length === 0 ? {} : { ownersUnseen: true }),
    warnings: [...inventory.warnings, ...(unseen.length === 0 ? [] : [unseenWarning(unseen)])],
  };
}

function placeOfUid({ ref: { namespace = '', uid } }: Workload): string {
  return `${namespace}/${uid}`;
}

function isStrange(controller: OwnerReference | undefined): controller is OwnerReference {
  return controller !== undefined && isUnknownManager(controller);
}

/** Children by owner, only for kinds of which a completed child used the source. */
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
  readonly resource: Resource;
  readonly owner: KubernetesObject;
  /** What the owner started, directly or indirectly, with the time. */
  readonly children: readonly Workload[];
}

interface Chain {
  /** Active owners, topmost first. */
  readonly acting: readonly Acting[];
  /** An owner above or instead of these that may not be read. */
  readonly unseen?: ObjectRef;
}

type Asked =
  | { readonly state: 'found'; readonly resource: Resource; readonly object: KubernetesObject }
  | { readonly state: 'unseen'; readonly ref: ObjectRef }
  | undefined;

type Ask = (owner: OwnerReference, namespace: string | undefined) => Promise<Asked>;

/** Reads each owner once. */
function asking(cluster: Cluster, signal: AbortSignal): Ask {
  const resourceOf = memoize(String, async (name: string) => cluster.findResource(name, signal));
  const kindOf = async ({ apiVersion, kind }: OwnerReference): Promise<Resource | undefined> => {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    // No other built-in owner starts pods.
    return isBuiltIn({ group }) ? undefined : resourceOf([kind, version, group].join('.'));
  };
  const get = async (owner: OwnerReference, namespace: string | undefined): Promise<Asked> => {
    // The API server does not validate it: an owner with an invalid name does not exist.
    const resource = isPathSegment(owner.name) ? await kindOf(owner) : undefined;
    if (resource === undefined) return undefined;
    const name = nameOf(owner, resource.namespaced ? namespace : undefined);
    const object = await cluster.get(resource, name, signal).catch(ifForbidden('unseen'));
    if (object === 'unseen') return { state: 'unseen', ref: { resource, ...name, uid: owner.uid } };
    return object?.metadata.uid === owner.uid ? { state: 'found', resource, object } : undefined;
  };
  return memoize(
    ({ apiVersion, kind, name, uid }, namespace) => [apiVersion, kind, namespace, name, uid].join(' '),
    get,
  );
}

function nameOf({ name }: OwnerReference, namespace: string | undefined): ObjectName {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Stops at the first owner that is gone or may not be read. */
async function ownersOf(children: readonly Workload[], ask: Ask): Promise<Chain> {
  const namespace = children[0]?.ref.namespace;
  const acting: Acting[] = [];
  let owner = children[0]?.controller;
  let below = children;
  while (isStrange(owner) && acting.length < MOST_OWNERS) {
    const asked = await ask(owner, namespace);
    if (asked === undefined) break;
    if (asked.state === 'unseen') return { acting, ...(acting.length === 0 ? { unseen: asked.ref } : {}) };
    const { resource, object } = asked;
    if (!isOver(object)) acting.unshift({ resource, owner: object, children: below });
    const { creationTimestamp: created } = object.metadata;
    below = below.map((child) => ({ ...child, ...(created === undefined ? {} : { created }) }));
    owner = controllerOf(object);
  }
  return { acting };
}

/** None when the latest child is listed itself or uses another registry. */
function standIn(some: readonly Acting[], isSource: SourceMatcher): Workload | undefined {
  const [first] = some;
  const all = some.flatMap(({ children }) => children);
  const child = newest(all);
  if (first === undefined || child?.finished !== true) return undefined;
  const last = all.filter(({ created }) => created === child.created).flatMap(({ images }) => images);
  const images = imagesToCome(first.owner, last, isSource);
  return images.length === 0 ? undefined : ownerOfEnded(first.resource, first.owner, { child, images });
}

function unseenWarning(refs: readonly ObjectRef[]): string {
  const kinds = shortList(refs.map(({ resource }) => resourceName(resource)));
  return `unknown whether these will start pods from the source again, as you have no permission to get ${kinds}: ${shortList(refs.map(describeRef))}`;
}
