/**
 * Which digests run for an image of a workload, counted in pods. Matched by owner, slot and container name, since the
 * image in a pod may have been rewritten at its creation.
 */
import type { Digest } from '../image/reference.ts';
import { controllerChain, type Inventory, workloadsByUid } from './inventory.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { ContainerUse, PodUse } from './pod-use.ts';
import { isMadeFrom } from './template-marks.ts';
import type { Workload } from './workload.ts';

export interface RunningImage {
  /** The repository reported by the runtime; may be another name of the same content. */
  readonly repository: string;
  readonly digest: Digest;
  readonly pods: number;
}

export interface Running {
  readonly images: readonly RunningImage[];
  /** Number of pods that run it with an unknown digest. */
  readonly unknown: number;
  /** Those of them that report the image config: they run the image with that config. Absent: none. */
  readonly configs?: readonly RunningConfig[];
}

export interface RunningConfig {
  readonly config: Digest;
  readonly pods: number;
}

/** Sums up all names of the same digest. */
export function podsByDigest(images: readonly RunningImage[]): Map<Digest, number> {
  const pods = new Map<Digest, number>();
  for (const { digest, pods: count } of images) pods.set(digest, (pods.get(digest) ?? 0) + count);
  return pods;
}

interface PodContainer {
  readonly container: ContainerUse;
  readonly pod: string;
  /** The image in the template that its pod was created from, if known. */
  readonly origin?: string;
  /** The image in the template that its pod may have been created from. */
  readonly perhaps?: string;
}

/** Looks up any image of any workload; built once per inventory. */
export type RunningDigests = (workload: Workload, field: ImageField) => Running;

/** Indexes the running containers by the workloads above them. */
export function runningDigests(inventory: Inventory): RunningDigests {
  const containers = containersOf(
    inventory,
    inventory.pods.filter(({ finished }) => !finished),
  );
  return (workload, field) => count(containers(workload), field);
}

/** As `runningDigests`, including completed pods, which could also pull what they ran. */
export function digestsRun(inventory: Inventory): (workload: Workload, field: ImageField) => Digest[] {
  const containers = containersOf(inventory, inventory.pods);
  return (workload, field) => count(containers(workload), field).images.map(({ digest }) => digest);
}

/** Only owners in the pod's own namespace count, whatever uid it names. */
function containersOf(
  { workloads }: Inventory,
  pods: readonly PodUse[],
): (workload: Workload) => readonly PodContainer[] {
  const byUid = workloadsByUid(workloads);
  const containers = new Map<string, PodContainer[]>();
  for (const pod of pods) {
    const owners = controllerChain(pod.controller, byUid).filter(({ ref }) =>
      [undefined, pod.namespace].includes(ref.namespace),
    );
    const found = pod.containers.map((container) => ({
      container,
      pod: pod.uid,
      ...originOf(pod, container, owners[0]),
    }));
    for (const uid of [pod.uid, ...owners.map(({ ref }) => ref.uid ?? '')]) {
      const known = containers.get(uid) ?? [];
      known.push(...found);
      containers.set(uid, known);
    }
  }
  return ({ ref }) => containers.get(ref.uid ?? '') ?? [];
}

function originOf(
  pod: PodUse,
  container: ContainerUse,
  owner: Workload | undefined,
): Pick<PodContainer, 'origin' | 'perhaps'> {
  const named = owner?.images.find((field) => isNamed(container, field))?.image;
  const isNew = isMadeFrom(owner?.template, pod.marks);
  if (named === undefined || isNew === false) return {};
  return isNew === true ? { origin: named } : { perhaps: named };
}

/** The same for the known pods of a workload. `isNew`: whether a pod was created from the current template. */
export function runningIn<Pod extends PodUse>(
  pods: readonly Pod[],
  field: ImageField,
  isNew: (pod: Pod) => boolean | undefined,
): Running {
  const containers = pods.flatMap((pod) => {
    const answer = isNew(pod);
    const extra =
      answer === true ? { origin: field.image } : answer === false ? {} : { perhaps: field.image };
    return pod.containers.map((container) => ({ container, pod: pod.uid, ...extra }));
  });
  return count(containers, field);
}

function isNamed(container: ContainerUse, { slot, name }: Pick<ImageField, 'slot' | 'name'>): boolean {
  return container.slot === slot && container.name === name;
}

function count(containers: readonly PodContainer[], field: ImageField): Running {
  const found = new Map<string, RunningImage & { readonly seen: Set<string> }>();
  const unknown = new Set<string>();
  const configs = new Map<Digest, Set<string>>();
  for (const one of containers) {
    const answer = runFor(one, field);
    if (answer === 'unknown') {
      unknown.add(one.pod);
      const { config } = one.container;
      if (config !== undefined) configs.set(config, new Set(configs.get(config)).add(one.pod));
    }
    if (answer === undefined || answer === 'unknown') continue;
    const { repository, digest } = answer;
    const key = `${repository}@${digest}`;
    const seen = found.get(key)?.seen ?? new Set<string>();
    seen.add(one.pod);
    found.set(key, { repository, digest, pods: seen.size, seen });
  }
  const images = [...found.values()].map(({ repository, digest, pods }) => ({ repository, digest, pods }));
  const extra = [...configs].map(([config, pods]) => ({ config, pods: pods.size }));
  return { images, unknown: unknown.size, ...(extra.length === 0 ? {} : { configs: extra }) };
}

/** What a container runs for an image field; `undefined`: nothing. */
function runFor(
  { container, origin, perhaps }: PodContainer,
  field: ImageField,
): ContainerUse['running'] | 'unknown' {
  const { running, noDigest = false } = container;
  if ((running === undefined && !noDigest) || (field.slot !== 'field' && !isNamed(container, field))) {
    return undefined;
  }
  if ([container.image, origin].includes(field.image)) return running ?? 'unknown';
  return perhaps === field.image ? 'unknown' : undefined;
}
