/** Pods as the API shows them, with what the runtime reports. */
import { createHash } from 'node:crypto';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { ContainerSpec } from '../../../src/domain/kubernetes/pod-spec.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import { anObject, objectShape, type ObjectShape } from './object.ts';
import { podSpec, type PodShape } from './pod-spec.ts';

export interface RunningPodShape extends ObjectShape, PodShape {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** `imageID` by name of the container. */
  readonly imageIds?: Readonly<Record<string, string>>;
  /** Why containers wait, by name. */
  readonly waiting?: Readonly<Record<string, string>>;
  /** Names of containers that have ended. */
  readonly ended?: readonly string[];
}

/** A digest that follows from a word, the same every time. */
export function digestOf(word: string): Digest {
  return `sha256:${createHash('sha256').update(word).digest('hex')}`;
}

export function pod(shape: RunningPodShape = {}): KubernetesObject {
  const spec = podSpec(shape);
  const statuses = (containers: readonly ContainerSpec[] = []): unknown[] =>
    containers.map(({ name }) => containerStatus(name, shape));
  const status = {
    phase: shape.phase ?? 'Running',
    containerStatuses: statuses(spec.containers),
    initContainerStatuses: statuses(spec.initContainers),
    ephemeralContainerStatuses: statuses(spec.ephemeralContainers),
  };
  return anObject(PODS, { status, ...objectShape(shape) }, { spec });
}

function containerStatus(name: string, { imageIds, waiting, ended = [] }: RunningPodShape): unknown {
  const reason = waiting?.[name];
  return {
    name,
    image: 'whatever:the-runtime-says',
    imageID: imageIds?.[name] ?? '',
    ready: reason === undefined,
    restartCount: 0,
    state: reason === undefined ? started(ended.includes(name)) : { waiting: { reason } },
  };
}

function started(hasEnded: boolean): unknown {
  return hasEnded ? { terminated: { exitCode: 0 } } : { running: {} };
}
