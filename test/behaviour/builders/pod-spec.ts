/** What pods look like in the tests: small, quick to start and to end. */
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Plain } from '../harness/kinds.ts';

export interface PodShape {
  /** Image by name of the container. */
  readonly containers: Readonly<Record<string, string>>;
  /** Image by name of the container; each runs `true`. */
  readonly initContainers?: Readonly<Record<string, string>>;
  /** Image by name of the volume. */
  readonly imageVolumes?: Readonly<Record<string, string>>;
  readonly pullSecrets?: readonly string[];
  readonly serviceAccount?: string;
  /** `Always` asks the registry even for what the node has. */
  readonly pullPolicy?: 'Always' | 'IfNotPresent';
  /** Runs once and ends. */
  readonly once?: boolean;
  /** Goes on for so long after it was told to end. */
  readonly secondsToEnd?: number;
  /** Further fields of every container. */
  readonly container?: Partial<Plain<V1Container>>;
}

const RESOURCES = { requests: { cpu: '5m', memory: '8Mi' } };

export function podSpec(shape: PodShape): Plain<V1PodSpec> {
  const run = (command?: string[]) => {
    return ([name, image]: [string, string]): Plain<V1Container> => ({
      name,
      image,
      resources: RESOURCES,
      ...(shape.pullPolicy === undefined ? {} : { imagePullPolicy: shape.pullPolicy }),
      ...(command === undefined ? {} : { command }),
      ...(shape.secondsToEnd === undefined
        ? {}
        : { lifecycle: { preStop: { sleep: { seconds: shape.secondsToEnd } } } }),
      ...shape.container,
    });
  };
  const volumes = Object.entries(shape.imageVolumes ?? {});
  return {
    terminationGracePeriodSeconds: 5 + (shape.secondsToEnd ?? 0),
    containers: Object.entries(shape.containers).map(run(shape.once === true ? ['/bin/true'] : undefined)),
    ...(shape.initContainers === undefined
      ? {}
      : { initContainers: Object.entries(shape.initContainers).map(run(['/bin/true'])) }),
    ...(volumes.length === 0
      ? {}
      : { volumes: volumes.map(([name, reference]) => ({ name, image: { reference } })) }),
    ...(shape.pullSecrets === undefined
      ? {}
      : { imagePullSecrets: shape.pullSecrets.map((name) => ({ name })) }),
    ...(shape.serviceAccount === undefined ? {} : { serviceAccountName: shape.serviceAccount }),
    ...(shape.once === true ? { restartPolicy: 'Never' } : {}),
  };
}

/** Labels and selector of a workload and its pods. */
export function appLabel(name: string): Record<string, string> {
  return { app: name };
}
