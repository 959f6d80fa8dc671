/** Valid workloads, small. */
import type { PodTemplate } from '../../../src/sandbox/controllers/kinds.ts';
import type { Draft } from '../../../src/sandbox/objects/objects.ts';
import { NAMESPACE } from './test-cluster.ts';

export interface WorkloadShape {
  readonly name?: string;
  readonly image?: string;
  /** Besides selector and template. */
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of the pods' specification. */
  readonly pod?: Readonly<Record<string, unknown>>;
}

/** A workload that selects `app: <name>`; the kind is that of the resource it is created in. */
export function workload({ name = 'web', image, spec, annotations, pod }: WorkloadShape = {}): Draft {
  return {
    metadata: { namespace: NAMESPACE, name, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      ...spec,
      template: template(name, { image, pod }),
    },
  };
}

export function template(
  name: string,
  { image = 'app:1', pod }: { readonly image?: string | undefined; readonly pod?: WorkloadShape['pod'] } = {},
): PodTemplate {
  return {
    metadata: { labels: { app: name } },
    spec: { restartPolicy: 'Always', ...pod, containers: [{ name: 'app', image }] },
  };
}

/** A change of the template's image, as `kubectl set image` makes it. */
export function image<Type>(to: string) {
  return (current: Type): Type => {
    const { spec } = current as { readonly spec: { readonly template: PodTemplate } };
    const containers = [{ name: 'app', image: to }];
    const changed = { ...spec.template, spec: { ...spec.template.spec, containers } };
    return { ...current, spec: { ...spec, template: changed } };
  };
}

/** A change of other fields of the specification. */
export function spec<Type>(fields: Readonly<Record<string, unknown>>) {
  return (current: Type): Type => {
    const { spec: before } = current as { readonly spec: object };
    return { ...current, spec: { ...before, ...fields } };
  };
}

/** A Job whose pods run once. */
export function job(name: string, { spec, pod }: Pick<WorkloadShape, 'spec' | 'pod'> = {}): Draft {
  return {
    metadata: { namespace: NAMESPACE, name },
    spec: { ...spec, template: template(name, { pod: { restartPolicy: 'Never', ...pod } }) },
  };
}
