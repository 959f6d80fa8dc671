/** A workload: the object whose template decides which images run. */
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
import type { KubernetesObject, OwnerReference } from '../kubernetes/object.ts';
import { type ObjectRef, refOf } from '../kubernetes/object-ref.ts';
import { pullSecretNames, valueAt } from '../kubernetes/pod-spec.ts';
import type { Resource } from '../kubernetes/resource.ts';
import {
  controllerOf,
  podReplacementOf,
  podSpecOf,
  podsWanted,
  type TemplateOwner,
  workloadKindOf,
} from '../workload-kinds/workload-kinds.ts';
import type { Mention } from '../mention/mention.ts';
import type { RolloutImpact } from '../workload-kinds/rollout-impacts.ts';
import { rolloutImpact } from '../rollout/rollout-impact.ts';
import { type ImageField, imageFields } from '../image-fields/image-field.ts';
import { type Manager, managersOf } from './manager.ts';
import { type Placement, placementOf } from './placement.ts';
import { type TemplateMarks, templateMarks } from './template-marks.ts';

/** Annotation of users: which workloads are to be switched before this one, separated by commas. */
export const AFTER_ANNOTATION = 'registry-switch.io/after';

export interface Workload {
  readonly ref: ObjectRef;
  readonly images: readonly ImageField[];
  /** References to what was looked for that are no images of it; absent: none, or nobody looked. */
  readonly mentions?: readonly Mention[];
  /** Names of the ConfigMaps that its template uses, where references are looked for; absent: none. */
  readonly configMaps?: readonly string[];
  /** Its template takes environment from Secrets that might name images; absent: none, or nobody looked. */
  readonly hidesEnvironment?: true;
  /** Pull Secrets that the template names itself. */
  readonly pullSecrets: readonly string[];
  /** Absent for custom resources, whose pods belong to their operator. */
  readonly serviceAccount?: string;
  readonly managers: readonly Manager[];
  /** When it came into being, as the API server has written it: RFC 3339. */
  readonly created?: string;
  readonly controller?: OwnerReference;
  /** Which nodes its pods may be put on; absent: its operator decides. */
  readonly placement?: Placement;
  /** What tells which of its own pods were made from its template as it is now; absent: nothing. */
  readonly template?: TemplateMarks;
  /** Ran to its end and pulls no more: a complete or failed Job, a Succeeded or Failed pod. */
  readonly finished: boolean;
  /** A pod that the kubelet runs from a file on its node. */
  readonly staticPod?: { readonly node: string; readonly source: string };
  /** A ReplicaSet or controller that keeps no pods now (the history of a Deployment). */
  readonly scaledToZero: boolean;
  /** How many pods it is to keep running; 0 where that is not known before they run. */
  readonly pods: number;
  /** How its pods follow a change; absent where that is not known. */
  readonly rollout?: RolloutImpact;
  /** Workloads that are to be switched before it, `[namespace/]kind/name`: what its annotation says. */
  readonly after: readonly string[];
  /** Carries the record of a change of ours. */
  readonly recorded: boolean;
  /** The runs of its records, as far as they are known and can be read. */
  readonly recordedRuns?: readonly string[];
  /** The images that its records tell of as they were before; absent: none. */
  readonly recordedFrom?: readonly string[];
  /** Images that a move of ours has set, and that are as it set them; absent: none. */
  readonly moved?: readonly MovedImage[];
  /** A change of ours was not completed: field managers are still to get their fields back. */
  readonly handBackDue?: true;
  /** It has no template of its own: that of another object counts, in its namespace. */
  readonly templateOf?: TemplateOwner;
  /** Its owner takes a template that is not among what was listed: what it says itself counts. */
  readonly templateUnread?: true;
  /** Stands for a controller of a kind that the tool does not know, seen only through its pods. */
  readonly unknownKind?: true;
  /** Nothing of it runs: what it started last has ended, and it will start more. */
  readonly nothingRuns?: true;
}

export interface MovedImage {
  readonly field: ImageField;
  /** As it was written before. */
  readonly from: string;
  /** What was proven to be the image. */
  readonly digest: Digest;
}

/** Reduces an object that has a pod template to what matters for a move. */
export function workloadOf(resource: Resource, object: KubernetesObject): Workload {
  return customWorkload(resource, object, imageFields(object));
}

/** The same for a custom resource whose images were found by JSON paths. */
export function customWorkload(
  resource: Resource,
  object: KubernetesObject,
  images: readonly ImageField[],
): Workload {
  const spec = podSpecOf(object);
  const controller = controllerOf(object);
  const staticPod = staticPodOf(object);
  const { creationTimestamp: created } = object.metadata;
  const template = templateMarks(object);
  const placement = placementOf(object);
  return {
    ref: refOf(resource, object),
    images,
    pullSecrets: pullSecretNames(spec),
    ...(spec === undefined ? {} : { serviceAccount: spec.serviceAccountName ?? 'default' }),
    managers: managersOf(object),
    ...(created === undefined ? {} : { created }),
    ...(controller === undefined ? {} : { controller }),
    ...(template === undefined ? {} : { template }),
    ...(placement === undefined ? {} : { placement }),
    finished: isFinished(object),
    ...(staticPod === undefined ? {} : { staticPod }),
    scaledToZero: valueAt(object, ['spec', 'replicas']) === 0,
    pods: podsWanted(object),
    rollout: rolloutImpact(object),
    after: namesIn(object.metadata.annotations?.[AFTER_ANNOTATION]),
    ...borrowed(object),
    ...recordsIn(object, images),
  };
}

function borrowed(object: KubernetesObject): Pick<Workload, 'templateOf'> {
  const templateOf = workloadKindOf(object)?.templateOf?.(object);
  return templateOf === undefined ? {} : { templateOf };
}

function recordsIn(
  object: KubernetesObject,
  images: readonly ImageField[],
): Pick<Workload, 'recorded' | 'recordedRuns' | 'recordedFrom' | 'moved' | 'handBackDue'> {
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
    ...(isOwnerRestoreDue(log) ? { handBackDue: true } : {}),
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
  const replacer = podReplacementOf(object);
  if (replacer === 'kubelet') {
    const phase = valueAt(object, ['status', 'phase']);
    return phase === 'Succeeded' || phase === 'Failed';
  }
  if (replacer !== 'nobody') return false;
  const conditions = (valueAt(object, ['status', 'conditions']) ?? []) as readonly Condition[];
  return conditions.some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

function staticPodOf(object: KubernetesObject): Workload['staticPod'] {
  const annotations = object.metadata.annotations ?? {};
  if (podReplacementOf(object) !== 'kubelet' || annotations['kubernetes.io/config.mirror'] === undefined)
    return undefined;
  const node = valueAt(object, ['spec', 'nodeName']);
  return {
    node: typeof node === 'string' ? node : 'unknown',
    source: annotations['kubernetes.io/config.source'] ?? 'unknown',
  };
}

/** A controller that is known only by the pods that it owns, so that none of them is forgotten. */
export function unknownController(pod: Workload, owner: OwnerReference): Workload {
  const [group = '', version = owner.apiVersion] = owner.apiVersion.includes('/')
    ? owner.apiVersion.split('/')
    : [];
  const plural = `${owner.kind.toLowerCase()}s`;
  const { namespace } = pod.ref;
  return {
    ref: {
      resource: { group, version, plural, kind: owner.kind, namespaced: true },
      ...(namespace === undefined ? {} : { namespace }),
      name: owner.name,
      uid: owner.uid,
    },
    images: pod.images,
    ...(pod.mentions === undefined ? {} : { mentions: pod.mentions }),
    ...(pod.configMaps === undefined ? {} : { configMaps: pod.configMaps }),
    ...(pod.hidesEnvironment === undefined ? {} : { hidesEnvironment: pod.hidesEnvironment }),
    pullSecrets: pod.pullSecrets,
    ...(pod.serviceAccount === undefined ? {} : { serviceAccount: pod.serviceAccount }),
    managers: [{ kind: 'operator', name: `${owner.kind}/${owner.name}` }],
    finished: false,
    scaledToZero: false,
    pods: 0,
    after: [],
    recorded: false,
    unknownKind: true,
  };
}
