/** What a cluster runs, reduced while it was listed. */
import type { Platform } from '../image/platform.ts';
import { groupOf, type Resource } from '../kubernetes/resource.ts';
import type { OwnerReference } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { podReplacementOf, workloadKindOf } from '../workload-kinds/workload-kinds.ts';
import type { ConfigMapMention } from '../mention/mention.ts';
import type { NodeUse } from './placement.ts';
import type { PodUse } from './pod-use.ts';
import type { Workload } from './workload.ts';

export interface Inventory {
  /** Everything with images of its own that is no controlled pod: also owned ReplicaSets and Jobs. */
  readonly workloads: readonly Workload[];
  readonly pods: readonly PodUse[];
  /** The distinct platforms of the nodes; empty when they could not be listed. */
  readonly platforms: readonly Platform[];
  /** Absent when they could not be listed. */
  readonly nodes?: readonly NodeUse[];
  /** References in ConfigMaps that workloads use; absent: none, or nobody looked. */
  readonly inConfigMaps?: readonly ConfigMapMention[];
  /** ConfigMaps that workloads use could not be read. */
  readonly configMapsUnseen?: true;
  /** References in ConfigMaps that no workload names: a controller may read them; absent: none, or nobody looked. */
  readonly strayConfigMaps?: readonly ConfigMapMention[];
  /** They could not be listed. */
  readonly strayConfigMapsUnseen?: true;
  /** Of owners of what has ended nobody could tell whether they will start more. */
  readonly ownersUnseen?: true;
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
}

/** The chain of controllers above an object, nearest first; ends at the first that the inventory does not hold. */
export function controllerChain(
  controller: OwnerReference | undefined,
  byUid: ReadonlyMap<string, Workload>,
): Workload[] {
  const chain: Workload[] = [];
  let owner = controller;
  while (owner !== undefined) {
    const workload = byUid.get(owner.uid);
    if (workload === undefined || chain.includes(workload)) break;
    chain.push(workload);
    owner = workload.controller;
  }
  return chain;
}

/** The workloads by uid, for walking ownership. */
export function workloadsByUid(workloads: readonly Workload[]): Map<string, Workload> {
  return new Map(workloads.flatMap((workload) => (workload.ref.uid ? [[workload.ref.uid, workload]] : [])));
}

/** Whoever takes the template of another object is under it: that decides what runs. */
export function withReferredTemplates(workloads: readonly Workload[]): readonly Workload[] {
  if (workloads.every(({ templateOf }) => templateOf === undefined)) return workloads;
  const uids = new Map(workloads.map(({ ref }) => [placeOf(ref), ref.uid]));
  const ownerOf = ({ ref, templateOf }: Workload): OwnerReference | undefined => {
    const { apiVersion = '', kind = '', name = '' } = templateOf ?? {};
    const resource = { ...ref.resource, group: groupOf(apiVersion), kind };
    const uid = templateOf && uids.get(placeOf({ ...ref, resource, name }));
    return uid === undefined ? undefined : { apiVersion, kind, name, uid, controller: true };
  };
  const unread = new Set(
    workloads
      .filter((one) => one.templateOf !== undefined && ownerOf(one) === undefined)
      .map(({ ref }) => ref.uid),
  );
  return workloads.map((workload) => {
    const controller = ownerOf(workload);
    if (controller !== undefined) return { ...workload, controller };
    return unread.has(workload.controller?.uid) ? { ...workload, templateUnread: true } : workload;
  });
}

function placeOf({ resource: { group, kind }, namespace = '', name }: ObjectRef): string {
  return [group, kind, namespace, name].join(' ');
}

/** What its controller makes pods through, if that is a kind that is known. */
function madeBy({ controller, templateUnread }: Workload): Resource | undefined {
  return controller === undefined || templateUnread === true
    ? undefined
    : workloadKindOf(controller)?.through;
}

/** A ReplicaSet of a Deployment and a Job of a CronJob: what is recorded on them was copied from their owner. */
export function inheritsRecords(workload: Workload): boolean {
  return madeBy(workload) !== undefined;
}

/** Whether it has a say in what runs from now on: it is no history, and follows nobody. */
export function decides(workload: Workload, byUid: ReadonlyMap<string, Workload>): boolean {
  return !workload.finished && !followsOwner(workload) && !isHistory(workload, byUid);
}

/** A ReplicaSet of a Deployment follows it, whatever it says itself now. The template of a Job never changes. */
export function followsOwner(workload: Workload): boolean {
  const { resource } = workload.ref;
  const made = madeBy(workload);
  return (
    made?.kind === resource.kind && made.group === resource.group && podReplacementOf(resource) !== 'nobody'
  );
}

/**
 * What is left of the past: Jobs of a CronJob that have ended, and ReplicaSets without pods, if their Deployment decides
 * what runs next. Another controller may scale one up again as it is, unless it is listed and names other images by now.
 */
export function isHistory(workload: Workload, byUid: ReadonlyMap<string, Workload>): boolean {
  const { ref, controller, scaledToZero, finished, images } = workload;
  if (controller === undefined) return false;
  if (finished) return madeBy(workload) !== undefined;
  if (!scaledToZero || podReplacementOf(ref.resource) !== 'tool') return false;
  if (followsOwner(workload)) return true;
  const owner = byUid.get(controller.uid);
  if (owner === undefined || owner.unknownKind === true) return false;
  const own = new Set(images.map(({ image }) => image));
  return owner.images.some(({ image }) => !own.has(image));
}
