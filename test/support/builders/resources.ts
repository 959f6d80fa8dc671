/** Finds the resource of an object that a builder made. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import * as resources from '../../../src/domain/kubernetes/resource.ts';
import { apiVersionOf, type Resource } from '../../../src/domain/kubernetes/resource.ts';
import { WORKLOAD_KINDS } from '../../../src/domain/workload-kinds/workload-kinds.ts';

/** A custom resource as an operator reads it. */
export const PROMETHEUSES: Resource = {
  group: 'monitoring.coreos.com',
  version: 'v1',
  plural: 'prometheuses',
  kind: 'Prometheus',
  namespaced: true,
};

/** Custom resources that belong to no namespace. */
export const MACHINES: Resource = {
  group: 'machine.example',
  version: 'v1',
  plural: 'machines',
  kind: 'Machine',
  namespaced: false,
};

/** Of Deckhouse: it belongs to no namespace. */
export const NODE_GROUPS: Resource = {
  group: 'deckhouse.io',
  version: 'v1',
  plural: 'nodegroups',
  kind: 'NodeGroup',
  namespaced: false,
};

/** Owners of pods that come only from time to time. */
export const [SCALED_JOBS, WORKFLOWS, CRON_WORKFLOWS] = [
  { group: 'keda.sh', version: 'v1alpha1', plural: 'scaledjobs', kind: 'ScaledJob', namespaced: true },
  { group: 'argoproj.io', version: 'v1alpha1', plural: 'workflows', kind: 'Workflow', namespaced: true },
  {
    ...{ group: 'argoproj.io', version: 'v1alpha1', namespaced: true },
    ...{ plural: 'cronworkflows', kind: 'CronWorkflow' },
  },
] as const satisfies Resource[];

const KNOWN: readonly Resource[] = [
  ...Object.values(resources).filter((value) => typeof value === 'object'),
  ...WORKLOAD_KINDS.map(({ resource }) => resource),
  PROMETHEUSES,
  MACHINES,
  NODE_GROUPS,
  SCALED_JOBS,
  WORKFLOWS,
  CRON_WORKFLOWS,
];

export function resourceOf({ apiVersion, kind }: KubernetesObject): Resource {
  const found = KNOWN.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
  if (found === undefined) throw new Error(`no resource for ${apiVersion} ${kind}`);
  return found;
}
