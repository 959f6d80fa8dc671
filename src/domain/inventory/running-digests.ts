/** Which digests really run for an image of a workload, counted in pods. */
import type { Digest } from '../image/reference.ts';
import { controllerChain, type Inventory, workloadsByUid } from './inventory.ts';
import type { ImageField } from './image-field.ts';
import type { ContainerUse, PodUse } from './pod-use.ts';
import type { Workload } from './workload.ts';

export interface RunningImage {
  /** The name under which the runtime reported the digest; it may be another name of the same content. */
  readonly repository: string;
  readonly digest: Digest;
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
}

/** Answers for every image of every workload; built once for an inventory. */
export type RunningDigests = (workload: Workload, field: ImageField) => RunningImage[];

/** Indexes the running containers by the workloads above them. */
export function runningDigests(inventory: Inventory): RunningDigests {
  const containers = containersOf(
    inventory,
    inventory.pods.filter(({ finished }) => !finished),
  );
  return (workload, field) => count(containers(workload, field));
}

/** As `runningDigests`, with the pods that have run to their end: what they ran, they could pull. */
export function digestsRun(inventory: Inventory): (workload: Workload, field: ImageField) => Digest[] {
  const containers = containersOf(inventory, inventory.pods);
  return (workload, field) => count(containers(workload, field)).map(({ digest }) => digest);
}

/** A pod belongs to owners of its own namespace alone, whatever uid it names. */
function containersOf(
  { workloads }: Inventory,
  pods: readonly PodUse[],
): (workload: Workload, field: ImageField) => PodContainer[] {
  const byUid = workloadsByUid(workloads);
  const containers = new Map<string, PodContainer[]>();
  for (const pod of pods) {
    const owners = controllerChain(pod.controller, byUid)
      .filter(({ ref }) => [undefined, pod.namespace].includes(ref.namespace))
      .map(({ ref }) => ref.uid ?? '');
    for (const uid of [pod.uid, ...owners]) {
      const known = containers.get(uid) ?? [];
      for (const container of pod.containers) known.push({ container, pod: pod.uid });
      containers.set(uid, known);
    }
  }
  return (workload, field) =>
    (containers.get(workload.ref.uid ?? '') ?? []).filter(({ container }) => runs(container, field));
}

/** The same of pods that are known to be a workload's. */
export function runningIn(pods: readonly PodUse[], field: ImageField): RunningImage[] {
  const containers = pods.flatMap(({ containers: all, uid }) =>
    all.map((container) => ({ container, pod: uid })),
  );
  return count(containers.filter(({ container }) => runs(container, field)));
}

function runs(container: ContainerUse, field: ImageField): boolean {
  if (container.image !== field.image) return false;
  return field.slot === 'field' || (container.slot === field.slot && container.name === field.name);
}

function count(containers: readonly PodContainer[]): RunningImage[] {
  const found = new Map<string, RunningImage & { readonly seen: Set<string> }>();
  for (const { container, pod } of containers) {
    if (container.running === undefined) continue;
    const { repository, digest } = container.running;
    const key = `${repository}@${digest}`;
    const seen = found.get(key)?.seen ?? new Set<string>();
    seen.add(pod);
    found.set(key, { repository, digest, pods: seen.size, seen });
  }
  return [...found.values()].map(({ repository, digest, pods }) => ({ repository, digest, pods }));
}
