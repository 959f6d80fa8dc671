/** Pod specifications in short. */
import type { ContainerSpec, PodSpec, VolumeSpec } from '../../../src/domain/kubernetes/pod-spec.ts';

export interface PodShape {
  /** Image of the one container `app`. */
  readonly image?: string;
  /** Images by name of the container; in place of `image`. */
  readonly containers?: Readonly<Record<string, string>>;
  readonly initContainers?: Readonly<Record<string, string>>;
  readonly ephemeralContainers?: Readonly<Record<string, string>>;
  /** References of image volumes by name. */
  readonly imageVolumes?: Readonly<Record<string, string>>;
  /** Other volumes, ahead of the image volumes. */
  readonly volumes?: readonly VolumeSpec[];
  readonly pullSecrets?: readonly string[];
  readonly serviceAccount?: string;
  readonly nodeName?: string;
  /** Further fields of every container. */
  readonly container?: Partial<ContainerSpec>;
}

export const IMAGE = 'old.example/shop/web:1';

export function podSpec(shape: PodShape): PodSpec {
  const volumes: VolumeSpec[] = [
    ...(shape.volumes ?? []),
    ...Object.entries(shape.imageVolumes ?? {}).map(([name, reference]) => ({ name, image: { reference } })),
  ];
  return {
    ...list('initContainers', shape.initContainers, shape.container),
    containers: containers(shape.containers ?? { app: shape.image ?? IMAGE }, shape.container),
    ...list('ephemeralContainers', shape.ephemeralContainers),
    ...(volumes.length === 0 ? {} : { volumes }),
    ...(shape.pullSecrets === undefined
      ? {}
      : { imagePullSecrets: shape.pullSecrets.map((name) => ({ name })) }),
    ...(shape.serviceAccount === undefined ? {} : { serviceAccountName: shape.serviceAccount }),
    ...(shape.nodeName === undefined ? {} : { nodeName: shape.nodeName }),
  };
}

function list(
  field: 'initContainers' | 'ephemeralContainers',
  images: Readonly<Record<string, string>> | undefined,
  more?: Partial<ContainerSpec>,
): PodSpec {
  return images === undefined ? {} : { [field]: containers(images, more) };
}

function containers(
  images: Readonly<Record<string, string>>,
  more: Partial<ContainerSpec> = {},
): ContainerSpec[] {
  return Object.entries(images).map(([name, image]) => ({ name, image, ...structuredClone(more) }));
}
