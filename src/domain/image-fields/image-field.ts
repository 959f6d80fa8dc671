/** The image fields of an object. */
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { CONTAINER_LISTS, type ContainerSpec, type VolumeSpec } from '../kubernetes/pod-spec.ts';
import { podSpecOf, podSpecPath, workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import type { ImagePart } from './split-image.ts';

/** `field` is a place in a custom resource, found by a JSON path; `mention` one in a text that is no image field. */
export const IMAGE_SLOTS = [
  ...(['container', 'initContainer', 'ephemeralContainer', 'volume', 'field'] as const),
  'mention',
] as const;

export type ImageSlot = (typeof IMAGE_SLOTS)[number];

export interface ImageField {
  readonly slot: ImageSlot;
  /**
   * Name of the container or volume; for a `field` its JSON pointer, or `{/repository}:{/tag}`; for a `mention` e.g.
   * `container app args[2]`.
   */
  readonly name: string;
  /** As written in the object. */
  readonly image: string;
  /** JSON pointer to the image; to its repository where it is split. */
  readonly pointer: string;
  /** The fields of a split image; absent: a single field. */
  readonly parts?: readonly ImagePart[];
  /** The whole text at the pointer and the offset of the image in it; absent: the image is the whole text. */
  readonly within?: { readonly text: string; readonly start: number };
  /** JSON pointer to the name of the container or volume, to guard a patch against reordering. */
  readonly namePointer?: string;
  /** Who keeps setting it, in words: a change would be reverted. */
  readonly setBy?: string;
  /** Pull policy `Never`: the node must already have the image under this name. */
  readonly neverPulled?: true;
  /** Values to test so that the pointer still means the same. */
  readonly beside?: readonly PlacedText[];
}

export interface PlacedText {
  readonly pointer: string;
  readonly text: string;
}

const LISTS = [...CONTAINER_LISTS, { list: 'ephemeralContainers', slot: 'ephemeralContainer' }] as const;

/** Every image of an object with a pod template. */
export function imageFields(object: KubernetesObject): ImageField[] {
  const spec = podSpecOf(object);
  const path = podSpecPath(object);
  if (spec === undefined || path === undefined) return [];
  const containers = LISTS.flatMap(({ list, slot }) =>
    (spec[list] ?? []).flatMap((container, index) =>
      containerField(container, slot, jsonPointer(...path, list, index)),
    ),
  );
  const setters = workloadKindOf(object)?.imagesSetBy?.(object);
  const volumes = (spec.volumes ?? []).flatMap((volume, index) =>
    volumeField(volume, jsonPointer(...path, 'volumes', index)),
  );
  return [...containers, ...volumes].map((one) => {
    const setBy = one.slot === 'volume' ? undefined : setters?.get(one.name);
    return setBy === undefined ? one : { ...one, setBy };
  });
}

/** Not an image but a placeholder that an injector replaces when pods are created; only the pods show the image.
 * https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
 */
const PLACEHOLDER = 'auto';

function containerField(container: ContainerSpec, slot: ImageSlot, pointer: string): ImageField[] {
  if (container.image === undefined || ['', PLACEHOLDER].includes(container.image)) return [];
  // Only the API server's own kinds are sure to have it.
  const { name = '', image, imagePullPolicy } = container as Partial<ContainerSpec> & { image: string };
  return [{ ...field(slot, name, image, { pointer, within: '/image' }), ...pulledBy(imagePullPolicy) }];
}

function volumeField(volume: VolumeSpec, pointer: string): ImageField[] {
  const { reference = '', pullPolicy } = volume.image ?? {};
  if (reference === '') return [];
  const at = { pointer, within: '/image/reference' };
  return [{ ...field('volume', volume.name, reference, at), ...pulledBy(pullPolicy) }];
}

function pulledBy(policy: string | undefined): Pick<ImageField, 'neverPulled'> {
  return policy === 'Never' ? { neverPulled: true } : {};
}

function field(
  slot: ImageSlot,
  name: string,
  image: string,
  { pointer, within }: { readonly pointer: string; readonly within: string },
): ImageField {
  const guard = name === '' ? {} : { namePointer: `${pointer}/name` };
  return { slot, name, image, pointer: `${pointer}${within}`, ...guard };
}

/** The field at a JSON pointer that says this. */
export function customField(pointer: string, text: string): ImageField {
  const image = afterTransport(text);
  const start = text.length - image.length;
  return {
    ...{ slot: 'field', name: pointer, image, pointer },
    ...(start === 0 ? {} : { within: { text, start } }),
  };
}

/** Ways of transport that are written before images: they stay where they are. */
const TRANSPORT = /^(docker|docker-pullable|oci|containerd|cri-o):\/\//i;

/** The image of a text. */
export function afterTransport(text: string): string {
  return text.replace(TRANSPORT, '');
}
