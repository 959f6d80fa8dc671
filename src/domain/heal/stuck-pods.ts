/** Pods that are stuck on an image although their owner already names another one. */
import type { ImageField } from '../image-fields/image-field.ts';
import { controllerChain, type Inventory, workloadsByUid } from '../inventory/inventory.ts';
import type { ContainerUse, PodUse } from '../inventory/pod-use.ts';
import type { Workload } from '../inventory/workload.ts';

/** Waiting reasons of the kubelet (k8s.io/kubernetes/pkg/kubelet/images and k8s.io/cri-api/pkg/errors). */
const PULL_FAILURES: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export interface StuckPod {
  readonly pod: PodUse;
  /** The highest workload above it that declares its containers. */
  readonly owner: Workload;
  readonly images: readonly string[];
  /** Why its containers wait, e.g. `ImagePullBackOff`. */
  readonly waiting: string;
}

/** Containers that wait because their image could not be pulled. */
export function pullFailures(pod: Pick<PodUse, 'containers'>): ContainerUse[] {
  return pod.containers.filter(({ waiting }) => waiting !== undefined && PULL_FAILURES.has(waiting));
}

/**
 * Stuck pods whose owner names another image by now, so that a replacement would start. Only for images of the
 * source: pods stuck for other reasons are not restarted.
 */
export function healablePods(inventory: Inventory, isSource: (image: string) => boolean): StuckPod[] {
  const byUid = workloadsByUid(inventory.workloads);
  return inventory.pods.flatMap((pod) => {
    const failures = pullFailures(pod);
    const owner = controllerChain(pod.controller, byUid).findLast(({ images }) =>
      declaresAny(images, failures),
    );
    if (owner === undefined || pod.finished) return [];
    const wanted = new Map(owner.images.map(({ slot, name, image }) => [`${slot}/${name}`, image]));
    const outdated = failures.filter(
      ({ slot, name, image }) =>
        isSource(image) && ![undefined, image].includes(wanted.get(`${slot}/${name}`)),
    );
    if (outdated.length === 0) return [];
    const images = outdated.map(({ image }) => image);
    return [{ pod, owner, images, waiting: outdated[0]?.waiting ?? '' }];
  });
}

/** A custom resource above the template names images, but no containers. */
function declaresAny(images: readonly ImageField[], containers: readonly ContainerUse[]): boolean {
  return containers.some((container) =>
    images.some(({ slot, name }) => slot === container.slot && name === container.name),
  );
}
