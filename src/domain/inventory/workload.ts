/** A workload: an object whose template decides which images run. */
import { runsOf } from '../change/merge-records.ts';
import {
  type ChangeRecord,
  formerReferences,
  isOwnerRestoreDue,
  RECORD_ANNOTATION,
} from '../change/record.ts';
import { readChangeLog } from '../change/read-record.ts';
import { isAsChanged } from '../change/effective-images.ts';
import type { Digest } from '../image/reference.ts';
import { controllerOf, type KubernetesObject, type OwnerReference } from '../kubernetes/object.ts';
import { type ObjectRef, refOf } from '../kubernetes/object-ref.ts';
import { pullSecretNames, valueAt } from '../kubernetes/pod-spec.ts';
import type { Resource } from '../kubernetes/resource.ts';
import type { TemplateOwner } from '../workload-kinds/workload-kinds.ts';
import {
  podReplacementOf,
  podSpecOf,
  podsWanted,
  workloadKindOf,
} from '../workload-kinds/workload-kind-of.ts';
import type { Mention } from '../mention/mention.ts';
import type { RolloutImpact } from '../workload-kinds/rollout-impacts.ts';
import { rolloutImpact } from '../rollout/rollout-impact.ts';
import { type ImageField, imageFields } from '../image-fields/image-field.ts';
import { type Manager, managersOf } from './manager.ts';
import { type Placement, placementOf } from './placement.ts';
import { type TemplateMarks, templateMarks } from './template-marks.ts';
import { withoutUndefined } from '../without-undefined.ts';

/** Annotation set by users: workloads to switch before this one, separated by commas. */
export const AFTER_ANNOTATION = 'registry-switch.io/after';

export interface Workload {
  readonly ref: ObjectRef;
  readonly images: readonly ImageField[];
  /** Mentions outside its image fields; absent: none, or not searched. */
  readonly mentions?: readonly Mention[];
  /** Names of the ConfigMaps that its template uses, if mentions are searched; absent: none. */
  readonly configMaps?: readonly string[];
  /** Its template takes environment from Secrets that might name images; absent: none, or not searched. */
  readonly hidesEnvironment?: true;
  /** Pull Secrets named in the template. */
  readonly pullSecrets: readonly string[];
  /** Absent for custom resources, whose pods are created by their operator. */
  readonly serviceAccount?: string;
  readonly managers: readonly Manager[];
  /** Creation time, RFC 3339. */
  readonly created?: string;
  readonly controller?: OwnerReference;
  /** Where its pods can be scheduled; absent: its operator decides. */
  readonly placement?: Placement;
  /** How to recognize its pods of the current template; absent: unknown. */
  readonly template?: TemplateMarks;
  /** Completed and pulls no more: a complete or failed Job, a Succeeded or Failed pod. */
  readonly finished: boolean;
  /** A static pod, run by the kubelet from a file on its node. */
  readonly staticPod?: { readonly node: string; readonly source: string };
  /** A ReplicaSet or ReplicationController scaled to zero, e.g. the history of a Deployment. */
  readonly scaledToZero: boolean;
  /** Desired number of pods; 0 if not known in advance. */
  readonly pods: number;
  /** How its pods follow a change; absent if unknown. */
  readonly rollout?: RolloutImpact;
  /** Workloads to switch before it, `[namespace/]kind/name`, from its annotation. */
  readonly after: readonly string[];
  /** Has a change record of this tool. */
  readonly recorded: boolean;
  /** The runs of its readable records. */
  readonly recordedRuns?: readonly string[];
  /** The previous images in its records; absent: none. */
  readonly recordedFrom?: readonly string[];
  /** Images that a move has set and that are unchanged since; absent: none. */
  readonly moved?: readonly MovedImage[];
  /** A change was interrupted: field ownership is still to be restored. */
  readonly ownersDue?: true;
  /** It uses the template of another object in its namespace. */
  readonly templateOf?: TemplateOwner;
  /** Its owner uses a template that was not listed: its own images count. */
  readonly templateUnread?: true;
  /** A stand-in for a controller of an unknown kind, seen only through its pods. */
  readonly unknownKind?: true;
  /** Nothing of it runs now: its last pods have completed, and it will start more. */
  readonly nothingRuns?: true;
}

export interface MovedImage {
  readonly field: ImageField;
  /** The previous reference. */
  readonly from: string;
  /** The proven digest. */
  readonly digest: Digest;
}

/** Reduces an object that has a pod template to what matters for a move. */
export function workloadOf(resource: Resource, object: KubernetesObject): Workload {
  return customWorkload(resource, object, imageFields(object));
}

/** The same for a custom resource with image paths. */
export function customWorkload(
  resource: Resource,
  object: KubernetesObject,
  images: readonly ImageField[],
): Workload {
  const spec = podSpecOf(object);
  return {
    ref: refOf(resource, object),
    images,
    pullSecrets: pullSecretNames(spec),
    managers: managersOf(object),
    ...withoutUndefined({
      serviceAccount: spec && (spec.serviceAccountName ?? 'default'),
      created: object.metadata.creationTimestamp,
      controller: controllerOf(object),
      template: templateMarks(object),
      placement: placementOf(object),
      staticPod: staticPodOf(object),
      templateOf: workloadKindOf(object)?.templateOf?.(object),
    }),
    finished: isFinished(object),
    scaledToZero: valueAt(object, ['spec', 'replicas']) === 0,
    pods: podsWanted(object),
    rollout: rolloutImpact(object),
    after: namesIn(object.metadata.annotations?.[AFTER_ANNOTATION]),
    ...recordsIn(object, images),
  };
}

function recordsIn(
  object: KubernetesObject,
  images: readonly ImageField[],
): Pick<Workload, 'recorded' | 'recordedRuns' | 'recordedFrom' | 'moved' | 'ownersDue'> {
  if (object.metadata.annotations?.[RECORD_ANNOTATION] === undefined) return { recorded: false };
  const log = readChangeLog(object);
  if ('problem' in log) return { recorded: true };
  const recordedRuns = log.changes.flatMap(runsOf);
  const recordedFrom = log.changes.flatMap(formerReferences);
  const moved = log.changes.flatMap((change) => movedBy(change, images));
  return {
    recorded: true,
    recordedRuns,
    ...(recordedFrom.length === 0 ? {} : { recordedFrom }),
    ...(moved.length === 0 ? {} : { moved }),
    ...(isOwnerRestoreDue(log) ? { ownersDue: true } : {}),
  };
}

function movedBy(change: ChangeRecord, images: readonly ImageField[]): MovedImage[] {
  return change.images.flatMap((changed) => {
    const { slot, name, from, digest } = changed;
    const field = images.find(
      (one) => one.slot === slot && one.name === name && isAsChanged(one.image, changed),
    );
    return field === undefined || digest === undefined ? [] : [{ field, from, digest }];
  });
}

function namesIn(annotation = ''): string[] {
  return annotation.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function isFinished(object: KubernetesObject): boolean {
  const replacement = podReplacementOf(object);
  if (replacement === 'in-place') {
    const phase = valueAt(object, ['status', 'phase']);
    return phase === 'Succeeded' || phase === 'Failed';
  }
  if (replacement !== 'none') return false;
  const conditions = (valueAt(object, ['status', 'conditions']) ?? []) as readonly Condition[];
  return conditions.some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

function staticPodOf(object: KubernetesObject): Workload['staticPod'] {
  const annotations = object.metadata.annotations ?? {};
  if (podReplacementOf(object) !== 'in-place' || annotations['kubernetes.io/config.mirror'] === undefined)
    return undefined;
  const node = valueAt(object, ['spec', 'nodeName']);
  return {
    node: typeof node === 'string' ? node : 'unknown',
    source: annotations['kubernetes.io/config.source'] ?? 'unknown',
  };
}

/** A stand-in for a controller that is known only by its pods. */
export function unknownController(pod: Workload, owner: OwnerReference): Workload {
  const [group = '', version = owner.apiVersion] = owner.apiVersion.includes('/')
    ? owner.apiVersion.split('/')
    : [];
  const plural = `${owner.kind.toLowerCase()}s`;
  const { mentions, configMaps, hidesEnvironment, serviceAccount } = pod;
  return {
    ...STAND_IN,
    ref: {
      resource: { group, version, plural, kind: owner.kind, namespaced: true },
      ...withoutUndefined({ namespace: pod.ref.namespace }),
      name: owner.name,
      uid: owner.uid,
    },
    images: pod.images,
    ...withoutUndefined({ mentions, configMaps, hidesEnvironment, serviceAccount }),
    pullSecrets: pod.pullSecrets,
    managers: [{ kind: 'operator', name: `${owner.kind}/${owner.name}` }],
  };
}

/** What can be said of a controller of an unknown kind without reading it. */
export const STAND_IN = {
  finished: false,
  scaledToZero: false,
  pods: 0,
  after: [],
  recorded: false,
  unknownKind: true,
} as const satisfies Partial<Workload>;
