/** Every image in use, with its users: the result of `images`. */
import { tryParseImageReference } from '../image/parse-reference.ts';
import { certainPlace } from '../image/templated.ts';
import type { Digest } from '../image/reference.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { SourcePlace } from '../mapping/source-places.ts';
import type { Mention } from '../mention/mention.ts';
import { controllerChain, decides, type Inventory, workloadsByUid } from './inventory.ts';
import type { ImageField, ImageSlot } from '../image-fields/image-field.ts';
import type { Manager } from './manager.ts';
import type { PodUse } from './pod-use.ts';
import type { Workload } from './workload.ts';

export interface ImageUser {
  /** `Deployment shop/web` */
  readonly workload: string;
  readonly slot: ImageSlot;
  /** Container, volume, or JSON pointer. */
  readonly name: string;
  readonly managedBy: readonly Manager[];
  /** Found only in pods: injected at their creation. */
  readonly injected?: true;
}

/** A field or text that names an image or a registry. */
type NamedField = Pick<ImageField, 'slot' | 'name' | 'image'> & {
  /** Absent: an image field. */
  readonly place?: SourcePlace;
};

export interface ImageUsage {
  /** As written. */
  readonly image: string;
  /** `host[:port]`; absent for malformed references. */
  readonly registry?: string;
  /** Not an image but a registry, or a part of one, that texts mention. */
  readonly isPlace?: true;
  readonly digests: readonly Digest[];
  /** Number of pods that run it or wait for it. */
  readonly pods: number;
  readonly users: readonly ImageUser[];
}

export interface ImageList {
  readonly apiVersion: 'registry-switch/v1';
  readonly kind: 'ImageList';
  readonly items: readonly ImageUsage[];
  readonly warnings: readonly string[];
}

interface Tally {
  readonly digests: Set<Digest>;
  readonly users: Map<string, ImageUser>;
  readonly pods: Set<string>;
  /** As the text that mentions it tells it. */
  place?: SourcePlace;
}

/** Users by image, sorted by registry, without history and completed work. */
export function imageUsage(inventory: Inventory): ImageList {
  const tallies = new Map<string, Tally>();
  const tally = (image: string): Tally => {
    const known = tallies.get(image) ?? { digests: new Set(), users: new Map(), pods: new Set() };
    tallies.set(image, known);
    return known;
  };
  const byUid = workloadsByUid(inventory.workloads);
  for (const workload of inventory.workloads) if (decides(workload, byUid)) addTemplate(workload, tally);
  for (const pod of inventory.pods) if (!pod.finished) addPod(pod, byUid, tally);
  for (const { object, ...mention } of inventory.inConfigMaps ?? []) {
    addField(mentioned(mention), { workload: describeRef(object), managedBy: [] }, tally);
  }
  const items = [...tallies].map(([image, found]) => usageOf(image, found)).sort(byRegistry);
  return { apiVersion: 'registry-switch/v1', kind: 'ImageList', items, warnings: inventory.warnings };
}

function addTemplate(workload: Workload, tally: (image: string) => Tally): void {
  const user = { workload: describeRef(workload.ref), managedBy: workload.managers };
  for (const field of [...workload.images, ...(workload.mentions ?? []).map(mentioned)]) {
    addField(field, user, tally);
  }
}

function mentioned({ field, image, leadsTo }: Mention): NamedField {
  return image === undefined ? { ...field, place: leadsTo } : field;
}

function addField(
  { slot, name, image, place }: NamedField,
  user: Pick<ImageUser, 'workload' | 'managedBy'>,
  tally: (image: string) => Tally,
): void {
  const found = tally(image);
  if (place !== undefined) found.place = place;
  addUser(found, { ...user, slot, name });
}

function addPod(pod: PodUse, byUid: ReadonlyMap<string, Workload>, tally: (image: string) => Tally): void {
  const chain = controllerChain(pod.controller, byUid);
  const owner = chain.at(-1);
  const workload = owner === undefined ? `Pod ${pod.namespace}/${pod.name}` : describeRef(owner.ref);
  const templates = chain.filter(({ serviceAccount }) => serviceAccount !== undefined);
  const declared = new Set(
    templates.flatMap(({ images }) => images.map(({ slot, name }) => `${slot}/${name}`)),
  );
  for (const { slot, name, image, running } of pod.containers) {
    const found = tally(image);
    found.pods.add(pod.uid);
    if (running !== undefined) found.digests.add(running.digest);
    if (owner === undefined) continue;
    const isInjected = templates.length > 0 && !declared.has(`${slot}/${name}`);
    const user = { workload, slot, name, managedBy: owner.managers };
    addUser(found, isInjected ? { ...user, injected: true } : user);
  }
}

function addUser({ users }: Tally, user: ImageUser): void {
  users.set(`${user.workload} ${user.slot} ${user.name}`, user);
}

function usageOf(image: string, { digests, users, pods, place }: Tally): ImageUsage {
  const parsed = place ?? tryParseImageReference(image) ?? certainPlace(image);
  return {
    image,
    ...(parsed === undefined ? {} : { registry: parsed.host }),
    ...(place === undefined ? {} : { isPlace: true }),
    digests: [...digests],
    pods: pods.size,
    users: [...users.values()],
  };
}

function byRegistry(a: ImageUsage, b: ImageUsage): number {
  return (a.registry ?? '').localeCompare(b.registry ?? '') || a.image.localeCompare(b.image);
}
