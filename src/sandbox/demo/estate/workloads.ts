/** Workloads by kind, as the estate is made of them. */
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  STATEFUL_SETS,
} from '../../objects/api-resources.ts';
import { estateObject, type EstateObject, type Place } from './estate-object.ts';
import { appLabel, podSpec, podTemplate, type PodShape } from './pod-template.ts';

export interface WorkloadShape extends Place, PodShape {
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function deployment({ replicas = 1, ...shape }: WorkloadShape): EstateObject {
  const { metadata, selector, template } = common(shape);
  return estateObject(DEPLOYMENTS, { metadata, spec: { replicas, selector, template } });
}

export function statefulSet({ replicas = 1, ...shape }: WorkloadShape): EstateObject {
  const { metadata, selector, template } = common(shape);
  const spec = { serviceName: shape.name, replicas, selector, template };
  return estateObject(STATEFUL_SETS, { metadata, spec });
}

export function daemonSet(shape: WorkloadShape): EstateObject {
  const { metadata, selector, template } = common(shape);
  return estateObject(DAEMON_SETS, { metadata, spec: { selector, template } });
}

export function cronJob({ schedule, ...shape }: WorkloadShape & { readonly schedule: string }): EstateObject {
  const { metadata, template } = common({ ...shape, once: true });
  const jobTemplate = { spec: { template } };
  return estateObject(CRON_JOBS, { metadata, spec: { schedule, concurrencyPolicy: 'Forbid', jobTemplate } });
}

export function job(shape: WorkloadShape): EstateObject {
  const { metadata, template } = common({ ...shape, once: true });
  return estateObject(JOBS, { metadata, spec: { template } });
}

export function pod({ namespace, name, ...shape }: WorkloadShape): EstateObject {
  const metadata = { namespace, name, labels: appLabel(name) };
  return estateObject(PODS, { metadata, spec: podSpec(shape) });
}

function common({ namespace, name, labels, annotations, ...shape }: Omit<WorkloadShape, 'replicas'>) {
  return {
    metadata: {
      namespace,
      name,
      labels: { ...appLabel(name), ...labels },
      ...(annotations && { annotations }),
    },
    selector: { matchLabels: appLabel(name) },
    template: podTemplate(name, shape),
  };
}
