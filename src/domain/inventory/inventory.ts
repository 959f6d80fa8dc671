/** What a cluster runs, reduced while listing. */
import type { Platform } from '../image/platform.ts';
import { groupOf, type Resource } from '../kubernetes/resource.ts';
import type { OwnerReference } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { podReplacementOf, workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import type { ConfigMapMention } from '../mention/mention.ts';
import type { NodeUse } from './placement.ts';
import type { PodUse } from './pod-use.ts';
import type { Workload } from './workload.ts';

export interface Inventory {
  /** Everything with its own images except controlled pods; includes owned ReplicaSets and Jobs. */
  readonly workloads: readonly Workload[];
  readonly pods: readonly PodUse[];
  /** The distinct platforms of the nodes; empty when they could not be listed. */
  readonly platforms: readonly Platform[];
  /** Absent when they could not be listed. */
  readonly nodes?: readonly NodeUse[];
  /** Mentions in ConfigMaps that workloads use; absent: none, or not searched. */
  readonly inConfigMaps?: readonly ConfigMapMention[];
  /** Whether ConfigMaps that workloads use could not be read. */
  readonly configMapsUnseen?: true;
  /** Mentions in ConfigMaps that no workload references but a controller may read; absent: none, or not searched. */
  readonly unreferencedConfigMaps?: readonly ConfigMapMention[];
  /** Whether they could not be listed. */
  readonly unreferencedConfigMapsUnseen?: true;
  /** Whether it is unknown if owners of completed pods will start more. */
  readonly ownersUnseen?: true;
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
}

/** The chain of controllers above an object, nearest first; ends at the first that is not in the inventory. */
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

/** Treats a workload that refers to another object's template as owned by that object. */
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

/** The intermediate kind that its controller creates, if known. */
function madeBy({ controller, templateUnread }: Workload): Resource | undefined {
  return controller === undefined || templateUnread === true
    ? undefined
    : workloadKindOf(controller)?.through;
}

/** Whether its records were copied from its owner, such as a ReplicaSet of a Deployment or a Job of a CronJob. */
export function inheritsRecords(workload: Workload): boolean {
  return madeBy(workload) !== undefined;
}

/** Whether it decides what runs from now on: neither history nor following its owner. */
export function decides(workload: Workload, byUid: ReadonlyMap<string, Workload>): boolean {
  return !workload.finished && !followsOwner(workload) && !isHistory(workload, byUid);
}

/** A ReplicaSet follows its Deployment. Not a Job, whose template never changes. */
export function followsOwner(workload: Workload): boolean {
  const { resource } = workload.ref;
  const made = madeBy(workload);
  return (
    made?.kind === resource.kind && made.group === resource.group && podReplacementOf(resource) !== 'none'
  );
}

/**
 * Whether it is history: a completed Job of a CronJob, or a ReplicaSet without pods whose Deployment decides what
 * runs next. Other controllers may scale one up again, unless they are listed and name other images.
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
