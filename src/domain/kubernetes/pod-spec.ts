/** The part of a pod specification that the tool reads, and where each kind keeps it. */
import { builtInKind } from './built-in-kind.ts';
import type { KubernetesObject } from './object.ts';

export interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly { readonly configMapRef?: LocalObjectReference }[];
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: LocalObjectReference;
    readonly secretKeyRef?: LocalObjectReference & { readonly key?: string };
  };
}

export interface VolumeSpec {
  readonly name: string;
  readonly image?: { readonly reference?: string; readonly pullPolicy?: string };
  readonly configMap?: LocalObjectReference;
  readonly projected?: { readonly sources?: readonly { readonly configMap?: LocalObjectReference }[] | null };
}

export interface LocalObjectReference {
  readonly name?: string;
}

export interface PodSpec {
  readonly containers?: readonly ContainerSpec[];
  readonly initContainers?: readonly ContainerSpec[];
  readonly ephemeralContainers?: readonly ContainerSpec[];
  readonly volumes?: readonly VolumeSpec[];
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
}

const IN_TEMPLATE = ['spec', 'template', 'spec'];

const POD_SPEC_PATHS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Pod: ['spec'],
    Deployment: IN_TEMPLATE,
    ReplicaSet: IN_TEMPLATE,
    ReplicationController: IN_TEMPLATE,
    StatefulSet: IN_TEMPLATE,
    DaemonSet: IN_TEMPLATE,
    Job: IN_TEMPLATE,
    CronJob: ['spec', 'jobTemplate', ...IN_TEMPLATE],
  }),
);

/** Segments of the path to the pod specification of a built-in kind; `undefined` for kinds without one. */
export function podSpecPath(kind: string): readonly string[] | undefined {
  return POD_SPEC_PATHS.get(kind);
}

/** The pod specification inside an object of a built-in kind; `undefined` for a namesake of another group. */
export function podSpecOf(object: KubernetesObject, kind: string): PodSpec | undefined {
  const path = builtInKind(object) === kind ? podSpecPath(kind) : undefined;
  return path === undefined ? undefined : (valueAt(object, path) as PodSpec | undefined);
}

/** The value at a path of property names; `undefined` where the path ends early. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null
        ? (current as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

/** Names of the pull Secrets that a pod specification names itself; the API server also takes entries without a name. */
export function pullSecretNames(spec: PodSpec | undefined): string[] {
  return (spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
}
