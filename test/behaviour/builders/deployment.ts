import type { V1DeploymentSpec } from '@kubernetes/client-node';
import { DEPLOYMENTS, type Plain } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { appLabel, podSpec, type PodShape } from './pod-spec.ts';

export interface DeploymentShape extends Place, PodShape {
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Further fields of the specification. */
  readonly spec?: Partial<Plain<V1DeploymentSpec>>;
}

/** A Deployment; a rollout takes no pod away before a new one is ready. */
export function deployment({ namespace, name, ...shape }: DeploymentShape): Buildable {
  return buildable(DEPLOYMENTS, {
    metadata: {
      namespace,
      name,
      labels: { ...appLabel(name), ...shape.labels },
      ...(shape.annotations === undefined ? {} : { annotations: shape.annotations }),
    },
    spec: {
      replicas: shape.replicas ?? 1,
      selector: { matchLabels: appLabel(name) },
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: { metadata: { labels: appLabel(name) }, spec: podSpec(shape) },
      ...shape.spec,
    },
  });
}
