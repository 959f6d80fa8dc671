/** Compares what the new pods of a workload run with what was proven for them. */
import type { ChangedImage } from '../../domain/change/record.ts';
import type { Digest } from '../../domain/image/reference.ts';
import type { ContainerUse } from '../../domain/inventory/pod-use.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import { podReplacementOf } from '../../domain/workload-kinds/workload-kinds.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { containerStates } from '../../domain/rollout/container-state.ts';
import type { ReportedImage, SameImage } from '../images/same-image.ts';
import { newPodsOf, type WorkloadPod } from './pods-of-workload.ts';

export interface WrittenImage extends ChangedImage {
  /** What ran before was reported under these digests too: what runs under them now is the same as before. */
  readonly seenAs?: readonly Digest[];
}

export interface Written {
  readonly ref: ObjectRef;
  readonly images: readonly WrittenImage[];
}

export interface Comparison {
  /** In sentences, container by container. */
  readonly differing: readonly string[];
  /** What tells no digest, or none that can be compared: `container app`. */
  readonly unknown: readonly string[];
}

/** Throws ClusterError. Where no pod runs there is nothing to compare. */
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
      differing.push(`pod ${pod}: ${who} runs ${running.digest} as ${image.to}, proven was ${image.digest}`);
    }
  }
  return { differing, unknown: [...unknown] };
}

/** The init containers of a bare pod, which is changed in place, have run before. */
function tellsDigest({ resource }: ObjectRef, slot: ChangedImage['slot']): boolean {
  const isPod = podReplacementOf(resource) === 'kubelet';
  return slot === 'container' || (slot === 'initContainer' && !isPod);
}

interface Started extends Pick<ContainerUse, 'config'> {
  readonly pod: string;
  readonly image: WrittenImage;
  readonly running: ContainerUse['running'] | undefined;
}

/** Neither what was proven nor, under one of its other digests, what ran before. */
async function isOther(
  isSame: SameImage,
  { image: { digest, ...image }, running }: { readonly image: WrittenImage; readonly running: ReportedImage },
  signal: AbortSignal,
): Promise<boolean> {
  if (digest === undefined || image.seenAs?.includes(running.digest) === true) return false;
  return !(await isSame({ ...image, digest }, running, signal));
}

/** Whether a runtime that tells no more than the configuration tells that of the proven image. */
async function hasConfig(
  isSame: SameImage,
  {
    image: { digest, ...image },
    config,
  }: { readonly image: WrittenImage; readonly config: Digest | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  if (digest === undefined || config === undefined) return false;
  return isSame({ ...image, digest }, { repository: '', digest: config }, signal);
}

/** Containers that have been started with one of the images, whatever their pod was made to say. */
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
