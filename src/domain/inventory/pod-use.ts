/** What a pod runs: the images in its spec, and the digests reported by the container runtime. */
import { type Digest, isDigest } from '../image/reference.ts';
import { controllerOf, type KubernetesObject, type OwnerReference } from '../kubernetes/object.ts';
import { pullSecretNames, valueAt } from '../kubernetes/pod-spec.ts';
import { podSpecOf } from '../workload-kinds/workload-kind-of.ts';
import { imageFields, type ImageSlot } from '../image-fields/image-field.ts';
import { type PodMarks, podMarks } from './template-marks.ts';

export interface ContainerUse {
  readonly slot: ImageSlot;
  readonly name: string;
  /** As written in the pod. */
  readonly image: string;
  /**
   * `repository@digest` of the image that runs or ran, from the `imageID` of the status, without a scheme. The
   * repository may be another name of the same content: container runtimes report any of the names they know. A
   * waiting container has none, since its `imageID` may be of the previous image.
   */
  readonly running?: { readonly repository: string; readonly digest: Digest };
  /**
   * Started, but no manifest digest is reported: docker-like runtimes report the image config, and image volumes
   * report none.
   */
  readonly noDigest?: true;
  /** The digest of the image config, if no manifest digest is reported. */
  readonly config?: Digest;
  /** Why the container waits, e.g. `ImagePullBackOff`. */
  readonly waiting?: string;
  /** Restart count; absent: none. */
  readonly restarts?: number;
}

export interface PodUse {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: OwnerReference;
  /** The node that it is assigned to. */
  readonly node?: string;
  /** Completed or being deleted. */
  readonly finished: boolean;
  /** The template of its controller that it was created from. */
  readonly marks: PodMarks;
  readonly containers: readonly ContainerUse[];
  /** Names, including those from its service account. */
  readonly pullSecrets: readonly string[];
}

interface ContainerStatus {
  readonly name: string;
  readonly imageID?: string;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string };
    readonly running?: object;
    readonly terminated?: object;
  };
}

const STATUS_LISTS = {
  container: 'containerStatuses',
  initContainer: 'initContainerStatuses',
  ephemeralContainer: 'ephemeralContainerStatuses',
} as const;

/** Reduces a pod to what it runs. */
export function podUse(pod: KubernetesObject): PodUse {
  const phase = valueAt(pod, ['status', 'phase']);
  const controller = controllerOf(pod);
  const node = valueAt(pod, ['spec', 'nodeName']);
  const hasStarted = statusesOf(pod, 'container').some(isStarted);
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    uid: pod.metadata.uid ?? '',
    ...(controller === undefined ? {} : { controller }),
    ...(typeof node === 'string' ? { node } : {}),
    finished: phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined,
    marks: podMarks(pod),
    pullSecrets: pullSecretNames(podSpecOf(pod)),
    containers: imageFields(pod).map(({ slot, name, image }) => ({
      slot,
      name,
      image,
      ...(slot === 'volume' && hasStarted ? { noDigest: true } : containerState(statusOf(pod, slot, name))),
    })),
  };
}

/** The pod, with its status only if one of these nodes can have reported it; other statuses may be forged. */
export function reportedBy(nodes: ReadonlySet<string>, pod: PodUse): PodUse {
  if (pod.node !== undefined && nodes.has(pod.node)) return pod;
  return {
    ...pod,
    containers: pod.containers.map((container) => {
      const { running, noDigest, config, ...rest } = container;
      return [running, noDigest, config].every((value) => value === undefined) ? container : rest;
    }),
  };
}

function statusOf(pod: KubernetesObject, slot: ImageSlot, name: string): ContainerStatus | undefined {
  if (slot === 'volume' || slot === 'field' || slot === 'mention') return undefined;
  return statusesOf(pod, slot).find((status) => status.name === name);
}

function statusesOf(pod: KubernetesObject, slot: keyof typeof STATUS_LISTS): readonly ContainerStatus[] {
  return (valueAt(pod, ['status', STATUS_LISTS[slot]]) ?? []) as readonly ContainerStatus[];
}

function isStarted({ state }: ContainerStatus): boolean {
  return state?.running !== undefined || state?.terminated !== undefined;
}

function containerState(
  status: ContainerStatus | undefined,
): Pick<ContainerUse, 'running' | 'noDigest' | 'config' | 'waiting' | 'restarts'> {
  if (status === undefined) return {};
  const waiting = status.state?.waiting?.reason;
  const { restartCount = 0 } = status;
  return {
    ...runningImage(status),
    ...(waiting === undefined ? {} : { waiting }),
    ...(restartCount === 0 ? {} : { restarts: restartCount }),
  };
}

function runningImage(status: ContainerStatus): Pick<ContainerUse, 'running' | 'noDigest' | 'config'> {
  if (!isStarted(status)) return {};
  const id = (status.imageID ?? '').replace(/^[a-z-]+:\/\//, '');
  const running = parseImageId(id);
  if (running !== undefined) return { running };
  return isDigest(id) ? { noDigest: true, config: id } : { noDigest: true };
}

/** Parses `host/repository@sha256:...`, without docker's scheme `docker-pullable://`. */
function parseImageId(id: string): ContainerUse['running'] {
  const [repository, digest] = id.split('@');
  if (repository === undefined || digest === undefined || !isDigest(digest)) return undefined;
  return { repository, digest };
}
