/** Compares the digests that new pods run with the proven ones. */
import type { ChangedImage } from '../../domain/change/record.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { Digest } from '../../domain/image/reference.ts';
import type { ContainerUse } from '../../domain/inventory/pod-use.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { podReplacementOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { containerStates } from '../../domain/rollout/container-state.ts';
import type { ComparedImage, ReportedImage, SameImage } from '../images/same-image.ts';
import { newPodsOf, type WorkloadPod } from './pods-of-workload.ts';

export interface WrittenImage extends ChangedImage {
  /** Other digests under which the previous image was reported. */
  readonly seenAs?: readonly Digest[];
}

export interface Written {
  readonly ref: ObjectRef;
  readonly images: readonly WrittenImage[];
}

export interface Comparison {
  /** One sentence for each container. */
  readonly differing: readonly string[];
  /** Containers without a comparable digest: `container app`. */
  readonly unknown: readonly string[];
}

/** Empty when no pod runs. Throws ClusterError. */
export async function compareDigests(
  cluster: Cluster,
  { ref, images }: Written,
  isSame: SameImage,
  signal: AbortSignal,
): Promise<Comparison> {
  const compared = images.filter(({ slot }) => tellsDigest(ref, slot));
  const object = compared.length === 0 ? undefined : await cluster.get(ref.resource, ref, signal);
  const pods = object === undefined ? [] : await newPodsOf(cluster, object, signal);
  const differing: string[] = [];
  const unknown = new Set(images.filter(({ slot }) => slot === 'volume').map(({ name }) => `volume ${name}`));
  for (const { pod, image, running, config } of pods.flatMap((one) => started(one, compared))) {
    const who = `${image.slot === 'container' ? 'container' : 'init container'} ${image.name}`;
    if (running === undefined || image.digest === undefined) {
      if (!(await hasConfig(isSame, { image, config }, signal))) unknown.add(who);
    } else if (await isOther(isSame, { image, running }, signal)) {
      differing.push(
        `pod ${pod}: ${who} runs ${running.digest} as ${image.to}, but ${image.digest} was proven`,
      );
    }
  }
  return { differing, unknown: [...unknown] };
}

/** Not for init containers of a bare pod, which ran before it was patched in place. */
function tellsDigest({ resource }: ObjectRef, slot: ChangedImage['slot']): boolean {
  const isPod = podReplacementOf(resource) === 'in-place';
  return slot === 'container' || (slot === 'initContainer' && !isPod);
}

interface Started extends Pick<ContainerUse, 'config'> {
  readonly pod: string;
  readonly image: WrittenImage;
  readonly running: ContainerUse['running'] | undefined;
}

/** Neither the proven image nor one of the known digests of the previous one. */
async function isOther(
  isSame: SameImage,
  { image, running }: { readonly image: WrittenImage; readonly running: ReportedImage },
  signal: AbortSignal,
): Promise<boolean> {
  const { digest, seenAs = [] } = image;
  if (digest === undefined || [digest, ...seenAs].includes(running.digest)) return false;
  return !(await isSame(comparedOf(image, digest), running, signal));
}

/** For runtimes that report only the image config: whether it is that of the proven image. */
async function hasConfig(
  isSame: SameImage,
  { image, config }: { readonly image: WrittenImage; readonly config: Digest | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  const { digest } = image;
  if (digest === undefined || config === undefined) return false;
  return isSame(comparedOf(image, digest), { repository: '', digest: config }, signal);
}

function comparedOf({ from, to }: WrittenImage, digest: Digest): ComparedImage {
  return { source: parseImageReference(from), to: parseImageReference(to), digest };
}

/** Containers that were started with one of the images. */
function started(pod: WorkloadPod, images: readonly WrittenImage[]): Started[] {
  return images.flatMap((image) => {
    const found = pod.containers.find(({ slot, name }) => slot === image.slot && name === image.name);
    if (found === undefined || (found.running === undefined && !hasRun(pod, image))) return [];
    const { running, config } = found;
    return [{ pod: pod.name, image, running, ...(config === undefined ? {} : { config }) }];
  });
}

function hasRun({ object }: WorkloadPod, image: ChangedImage): boolean {
  const state = containerStates(object).find(({ name }) => name === image.name);
  return state !== undefined && (state.running || state.ended !== undefined);
}
