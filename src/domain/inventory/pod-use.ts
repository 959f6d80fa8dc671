/** What one pod runs: the images it was told, the digests that the container runtime reports. */
import { type Digest, isDigest } from '../image/reference.ts';
import type { KubernetesObject, OwnerReference } from '../kubernetes/object.ts';
import { pullSecretNames, valueAt } from '../kubernetes/pod-spec.ts';
import { controllerOf, podSpecOf } from '../workload-kinds/workload-kinds.ts';
import { imageFields, type ImageSlot } from '../image-fields/image-field.ts';
import { type PodMarks, podMarks } from './template-marks.ts';

export interface ContainerUse {
  readonly slot: ImageSlot;
  readonly name: string;
  /** As written in the pod. */
  readonly image: string;
  /**
   * `repository@digest` of the image that runs, or ran to its end, from the status's `imageID`, without a scheme. The
   * repository may be another name of the same content: container runtimes report any one of the names that they know.
   * A container that waits has none: its `imageID` is that of the image before, whatever it is told by now.
   */
  readonly running?: { readonly repository: string; readonly digest: Digest };
  /**
   * It was started, but nobody tells a digest that registries know: docker-like runtimes report that of a configuration,
   * and of what is mounted as a volume none is told at all.
   */
  readonly untold?: true;
  /** Of one of which no other digest is told: that of its image's configuration, which is not the digest of a manifest. */
  readonly config?: Digest;
  /** Why the container waits, e.g. `ImagePullBackOff`. */
  readonly waiting?: string;
  /** How often it was started anew; absent: never. */
  readonly restarts?: number;
}

export interface PodUse {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: OwnerReference;
  /** The node that it was given to. */
  readonly node?: string;
  /** Starts nothing any more: it has run to its end, or is being deleted. */
  readonly finished: boolean;
  /** Which template of its controller it was made from. */
  readonly marks: PodMarks;
  readonly containers: readonly ContainerUse[];
  /** Names, those of its service account among them. */
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
      ...(slot === 'volume' && hasStarted ? { untold: true } : containerState(statusOf(pod, slot, name))),
    })),
  };
}

/** The same pod where its status counts only if one of these nodes can have reported it: others were written by hand. */
export function reportedBy(nodes: ReadonlySet<string>, pod: PodUse): PodUse {
  if (pod.node !== undefined && nodes.has(pod.node)) return pod;
  return {
    ...pod,
    containers: pod.containers.map((container) => {
      const { running, untold, config, ...rest } = container;
      return [running, untold, config].every((told) => told === undefined) ? container : rest;
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
): Pick<ContainerUse, 'running' | 'untold' | 'config' | 'waiting' | 'restarts'> {
  if (status === undefined) return {};
  const waiting = status.state?.waiting?.reason;
  const { restartCount = 0 } = status;
  return {
    ...runningImage(status),
    ...(waiting === undefined ? {} : { waiting }),
    ...(restartCount === 0 ? {} : { restarts: restartCount }),
  };
}

function runningImage(status: ContainerStatus): Pick<ContainerUse, 'running' | 'untold' | 'config'> {
  if (!isStarted(status)) return {};
  const id = (status.imageID ?? '').replace(/^[a-z-]+:\/\//, '');
  const running = parseImageId(id);
  if (running !== undefined) return { running };
  return isDigest(id) ? { untold: true, config: id } : { untold: true };
}

/** `host/repository@sha256:...`; docker's scheme `docker-pullable://` is off by then. */
function parseImageId(id: string): ContainerUse['running'] {
  const [repository, digest] = id.split('@');
  if (repository === undefined || digest === undefined || !isDigest(digest)) return undefined;
  return { repository, digest };
}
