/** The part of a pod specification that the tool reads. */

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
