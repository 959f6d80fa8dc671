/** The part of a pod spec that the tool reads. */

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

/** The container lists of a template, and the display name of their items. */
export const CONTAINER_LISTS = [
  { list: 'initContainers', slot: 'initContainer' },
  { list: 'containers', slot: 'container' },
] as const;

/** The value at a path of property names; `undefined` where the path ends early. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

/** Names of the pull Secrets in a pod spec; the API server also accepts entries without a name. */
export function pullSecretNames(spec: PodSpec | undefined): string[] {
  return (spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
}

/** A shape: a string, a list of a shape, or an object of optional fields. */
type Form = 'string' | readonly Form[] | { readonly [field: string]: Form };

const NAMED = { name: 'string' } as const;

const CONTAINER = {
  name: 'string',
  image: 'string',
  imagePullPolicy: 'string',
  command: ['string'],
  args: ['string'],
  env: [
    {
      name: 'string',
      value: 'string',
      valueFrom: { configMapKeyRef: NAMED, secretKeyRef: { name: 'string', key: 'string' } },
    },
  ],
  envFrom: [{ configMapRef: NAMED }],
} as const;

const VOLUME = {
  name: 'string',
  image: { reference: 'string', pullPolicy: 'string' },
  configMap: NAMED,
  projected: { sources: [{ configMap: NAMED }] },
} as const;

const REQUIREMENTS = [{ key: 'string', operator: 'string', values: ['string'] }] as const;

const TERMS = {
  nodeSelectorTerms: [{ matchExpressions: REQUIREMENTS, matchFields: REQUIREMENTS }],
} as const;

const POD_SPEC: Form = {
  containers: [CONTAINER],
  initContainers: [CONTAINER],
  volumes: [VOLUME],
  imagePullSecrets: [NAMED],
  serviceAccountName: 'string',
  nodeName: 'string',
  os: NAMED,
  tolerations: [{ key: 'string', operator: 'string', value: 'string', effect: 'string' }],
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: TERMS } },
};

/** Whether an untrusted value has the shape of a pod spec. */
export function isPodSpec(value: unknown): boolean {
  return value !== undefined && value !== null && hasForm(value, POD_SPEC);
}

/** Removes `null` fields, which the API server keeps in custom resources. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(fields.map(([field, one]) => [field, withoutNulls(one)]));
}

function hasForm(value: unknown, form: Form): boolean {
  if (value === undefined || value === null) return true;
  if (form === 'string') return typeof value === 'string';
  if (isList(form)) {
    return Array.isArray(value) && value.every((item) => item !== null && hasForm(item, form[0] ?? {}));
  }
  return (
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.entries(form).every(([field, one]) => hasForm(valueAt(value, [field]), one))
  );
}

function isList(form: Form): form is readonly Form[] {
  return Array.isArray(form);
}
