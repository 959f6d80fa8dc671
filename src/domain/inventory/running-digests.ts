/**
 * Which digests really run for an image of a workload, counted in pods. Pods are told by their owners, slots and names of
 * containers: what they name may have been rewritten when they were created.
 */
import type { Digest } from '../image/reference.ts';
import { controllerChain, type Inventory, workloadsByUid } from './inventory.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import type { ContainerUse, PodUse } from './pod-use.ts';
import { isMadeFrom } from './template-marks.ts';
import type { Workload } from './workload.ts';

export interface RunningImage {
  /** The name under which the runtime reported the digest; it may be another name of the same content. */
  readonly repository: string;
  readonly digest: Digest;
  readonly pods: number;
}

export interface Running {
  readonly images: readonly RunningImage[];
  /** Pods that run something for it of which nobody can tell the digest. */
  readonly untold: number;
  /** Those of them that tell the digest of a configuration: of an image that has it they run that. Absent: none. */
  readonly configs?: readonly RunningConfig[];
}

export interface RunningConfig {
  readonly config: Digest;
  readonly pods: number;
}

/** All names of the same digest together. */
export function podsByDigest(images: readonly RunningImage[]): Map<Digest, number> {
  const pods = new Map<Digest, number>();
  for (const { digest, pods: count } of images) pods.set(digest, (pods.get(digest) ?? 0) + count);
  return pods;
}

interface PodContainer {
  readonly container: ContainerUse;
  readonly pod: string;
  /** What the template said that its pod was made from, where that is known. */
  readonly origin?: string;
  /** What the template says that its pod may have been made from: nobody can tell. */
  readonly perhaps?: string;
}

/** Answers for every image of every workload; built once for an inventory. */
export type RunningDigests = (workload: Workload, field: ImageField) => Running;

/** Indexes the running containers by the workloads above them. */
export function runningDigests(inventory: Inventory): RunningDigests {
  const containers = containersOf(
    inventory,
    inventory.pods.filter(({ finished }) => !finished),
  );
  return (workload, field) => count(containers(workload), field);
}

/** As `runningDigests`, with the pods that have run to their end: what they ran, they could pull. */
export function digestsRun(inventory: Inventory): (workload: Workload, field: ImageField) => Digest[] {
  const containers = containersOf(inventory, inventory.pods);
  return (workload, field) => count(containers(workload), field).images.map(({ digest }) => digest);
}

/** A pod belongs to owners of its own namespace alone, whatever uid it names. */
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

/** The same of pods that are known to be a workload's. `isNew`: whether one was made from its template as it is now. */
export function runningIn<Pod extends PodUse>(
  pods: readonly Pod[],
  field: ImageField,
  isNew: (pod: Pod) => boolean | undefined,
): Running {
  const containers = pods.flatMap((pod) => {
    const answer = isNew(pod);
    const told = answer === true ? { origin: field.image } : answer === false ? {} : { perhaps: field.image };
    return pod.containers.map((container) => ({ container, pod: pod.uid, ...told }));
  });
  return count(containers, field);
}

function isNamed(container: ContainerUse, { slot, name }: Pick<ImageField, 'slot' | 'name'>): boolean {
  return container.slot === slot && container.name === name;
}

function count(containers: readonly PodContainer[], field: ImageField): Running {
  const found = new Map<string, RunningImage & { readonly seen: Set<string> }>();
  const untold = new Set<string>();
  const configs = new Map<Digest, Set<string>>();
  for (const one of containers) {
    const answer = runFor(one, field);
    if (answer === 'untold') {
      untold.add(one.pod);
      const { config } = one.container;
      if (config !== undefined) configs.set(config, new Set(configs.get(config)).add(one.pod));
    }
    if (answer === undefined || answer === 'untold') continue;
    const { repository, digest } = answer;
    const key = `${repository}@${digest}`;
    const seen = found.get(key)?.seen ?? new Set<string>();
    seen.add(one.pod);
    found.set(key, { repository, digest, pods: seen.size, seen });
  }
  const images = [...found.values()].map(({ repository, digest, pods }) => ({ repository, digest, pods }));
  const told = [...configs].map(([config, pods]) => ({ config, pods: pods.size }));
  return { images, untold: untold.size, ...(told.length === 0 ? {} : { configs: told }) };
}

/** What a container runs for an image; `undefined`: nothing. */
function runFor(
  { container, origin, perhaps }: PodContainer,
  field: ImageField,
): ContainerUse['running'] | 'untold' {
  const { running, untold = false } = container;
  if ((running === undefined && !untold) || (field.slot !== 'field' && !isNamed(container, field))) {
    return undefined;
  }
  if ([container.image, origin].includes(field.image)) return running ?? 'untold';
  return perhaps === field.image ? 'untold' : undefined;
}
