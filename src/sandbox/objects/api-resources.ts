/** The built-in resources that the sandbox serves. */
import type {
  CoreV1Event,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1ConfigMap,
  V1ControllerRevision,
  V1CronJob,
  V1CustomResourceDefinition,
  V1DaemonSet,
  V1Deployment,
  V1Endpoints,
  V2HorizontalPodAutoscaler,
  V1Job,
  V1Lease,
  V1Namespace,
  V1Node,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1ReplicationController,
  V1ResourceQuota,
  V1Role,
  V1RoleBinding,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { ApiResource } from './api-resource.ts';
import type { PodModel } from './pod.ts';
import type { Plain } from './stored.ts';

type Words = Pick<ApiResource, 'shortNames' | 'categories'>;
type More = Words & Partial<Pick<ApiResource, 'namespaced' | 'hasStatus'>>;

function resource<Type>(groupVersion: string, kind: string, plural: string, more: More = {}) {
  const [version = '', group = ''] = groupVersion.split('/').toReversed();
  const names = { group, version, kind, plural, singular: kind.toLowerCase() };
  const made: ApiResource<Plain<Type>> = { namespaced: true, hasStatus: false, ...names, ...more };
  return made;
}

function workload<Type>(groupVersion: string, kind: string, plural: string, words: Words = {}) {
  return resource<Type>(groupVersion, kind, plural, { hasStatus: true, categories: ['all'], ...words });
}

export const NAMESPACES = resource<V1Namespace>('v1', 'Namespace', 'namespaces', {
  namespaced: false,
  hasStatus: true,
  shortNames: ['ns'],
});
export const NODES = resource<V1Node>('v1', 'Node', 'nodes', {
  namespaced: false,
  hasStatus: true,
  shortNames: ['no'],
});
export const PODS = workload<PodModel>('v1', 'Pod', 'pods', { shortNames: ['po'] });
export const SECRETS = resource<V1Secret>('v1', 'Secret', 'secrets');
export const CONFIG_MAPS = resource<V1ConfigMap>('v1', 'ConfigMap', 'configmaps', { shortNames: ['cm'] });
export const SERVICE_ACCOUNTS = resource<V1ServiceAccount>('v1', 'ServiceAccount', 'serviceaccounts', {
  shortNames: ['sa'],
});
export const SERVICES = workload<V1Service>('v1', 'Service', 'services', { shortNames: ['svc'] });
const ENDPOINTS = resource<V1Endpoints>('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] });
export const EVENTS = resource<CoreV1Event>('v1', 'Event', 'events', { shortNames: ['ev'] });
export const RESOURCE_QUOTAS = resource<V1ResourceQuota>('v1', 'ResourceQuota', 'resourcequotas', {
  hasStatus: true,
  shortNames: ['quota'],
});
export const REPLICATION_CONTROLLERS = workload<V1ReplicationController>(
  'v1',
  'ReplicationController',
  'replicationcontrollers',
  { shortNames: ['rc'] },
);
export const DEPLOYMENTS = workload<V1Deployment>('apps/v1', 'Deployment', 'deployments', {
  shortNames: ['deploy'],
});
export const REPLICA_SETS = workload<V1ReplicaSet>('apps/v1', 'ReplicaSet', 'replicasets', {
  shortNames: ['rs'],
});
export const STATEFUL_SETS = workload<V1StatefulSet>('apps/v1', 'StatefulSet', 'statefulsets', {
  shortNames: ['sts'],
});
export const DAEMON_SETS = workload<V1DaemonSet>('apps/v1', 'DaemonSet', 'daemonsets', {
  shortNames: ['ds'],
});
export const CONTROLLER_REVISIONS = resource<V1ControllerRevision>(
  'apps/v1',
  'ControllerRevision',
  'controllerrevisions',
);
export const JOBS = workload<V1Job>('batch/v1', 'Job', 'jobs');
export const CRON_JOBS = workload<V1CronJob>('batch/v1', 'CronJob', 'cronjobs', { shortNames: ['cj'] });
const HORIZONTAL_POD_AUTOSCALERS = workload<V2HorizontalPodAutoscaler>(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  'horizontalpodautoscalers',
  { shortNames: ['hpa'] },
);
export const POD_DISRUPTION_BUDGETS = resource<V1PodDisruptionBudget>(
  'policy/v1',
  'PodDisruptionBudget',
  'poddisruptionbudgets',
  { hasStatus: true, shortNames: ['pdb'] },
);
export const LEASES = resource<V1Lease>('coordination.k8s.io/v1', 'Lease', 'leases');
export const CUSTOM_RESOURCE_DEFINITIONS = resource<V1CustomResourceDefinition>(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  {
    namespaced: false,
    hasStatus: true,
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
  },
);

const RBAC = 'rbac.authorization.k8s.io/v1';
export const ROLES = resource<V1Role>(RBAC, 'Role', 'roles');
export const ROLE_BINDINGS = resource<V1RoleBinding>(RBAC, 'RoleBinding', 'rolebindings');
export const CLUSTER_ROLES = resource<V1ClusterRole>(RBAC, 'ClusterRole', 'clusterroles', {
  namespaced: false,
});
export const CLUSTER_ROLE_BINDINGS = resource<V1ClusterRoleBinding>(
  RBAC,
  'ClusterRoleBinding',
  'clusterrolebindings',
  { namespaced: false },
);

/** In the order of discovery. */
export const BUILT_IN_RESOURCES: readonly ApiResource[] = [
  CONFIG_MAPS,
  ENDPOINTS,
  EVENTS,
  NAMESPACES,
  NODES,
  PODS,
  REPLICATION_CONTROLLERS,
  RESOURCE_QUOTAS,
  SECRETS,
  SERVICE_ACCOUNTS,
  SERVICES,
  CONTROLLER_REVISIONS,
  DAEMON_SETS,
  DEPLOYMENTS,
  REPLICA_SETS,
  STATEFUL_SETS,
  HORIZONTAL_POD_AUTOSCALERS,
  CRON_JOBS,
  JOBS,
  POD_DISRUPTION_BUDGETS,
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  ROLE_BINDINGS,
  ROLES,
  LEASES,
  CUSTOM_RESOURCE_DEFINITIONS,
];
