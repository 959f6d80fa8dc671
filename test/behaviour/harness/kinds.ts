/** The kinds of objects that the tests read and write, with their types. */
import type {
  CoreV1Event,
  V1ConfigMap,
  V1CronJob,
  V1CustomResourceDefinition,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1Lease,
  V1Namespace,
  V1ObjectMeta,
  V1Pod,
  V1ReplicaSet,
  V1ReplicationController,
  V1ResourceQuota,
  V1Secret,
  V1ServiceAccount,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { Plain } from '../../../src/sandbox/index.ts';

export type { Plain };

/** Any object of the API. */
export interface ApiObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: Plain<V1ObjectMeta>;
}

/** A kind, and in `Type` what its objects look like. */
export interface Kind<Type extends ApiObject> {
  /** `v1` or `group/version`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Never there: ties the type to the value. */
  readonly objects?: Type;
}

function namespaced(apiVersion: string, kind: string, plural: string) {
  return { apiVersion, kind, plural, namespaced: true };
}

export const PODS: Kind<Plain<V1Pod>> = namespaced('v1', 'Pod', 'pods');
export const SECRETS: Kind<Plain<V1Secret>> = namespaced('v1', 'Secret', 'secrets');
export const CONFIG_MAPS: Kind<Plain<V1ConfigMap>> = namespaced('v1', 'ConfigMap', 'configmaps');
export const EVENTS: Kind<Plain<CoreV1Event>> = namespaced('v1', 'Event', 'events');
export const RESOURCE_QUOTAS: Kind<Plain<V1ResourceQuota>> = namespaced(
  'v1',
  'ResourceQuota',
  'resourcequotas',
);
export const SERVICE_ACCOUNTS: Kind<Plain<V1ServiceAccount>> = namespaced(
  'v1',
  'ServiceAccount',
  'serviceaccounts',
);
export const REPLICATION_CONTROLLERS: Kind<Plain<V1ReplicationController>> = namespaced(
  'v1',
  'ReplicationController',
  'replicationcontrollers',
);
export const DEPLOYMENTS: Kind<Plain<V1Deployment>> = namespaced('apps/v1', 'Deployment', 'deployments');
export const REPLICA_SETS: Kind<Plain<V1ReplicaSet>> = namespaced('apps/v1', 'ReplicaSet', 'replicasets');
export const STATEFUL_SETS: Kind<Plain<V1StatefulSet>> = namespaced('apps/v1', 'StatefulSet', 'statefulsets');
export const DAEMON_SETS: Kind<Plain<V1DaemonSet>> = namespaced('apps/v1', 'DaemonSet', 'daemonsets');
export const JOBS: Kind<Plain<V1Job>> = namespaced('batch/v1', 'Job', 'jobs');
export const CRON_JOBS: Kind<Plain<V1CronJob>> = namespaced('batch/v1', 'CronJob', 'cronjobs');
export const LEASES: Kind<Plain<V1Lease>> = namespaced('coordination.k8s.io/v1', 'Lease', 'leases');
export const NAMESPACES: Kind<Plain<V1Namespace>> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};
export const CUSTOM_RESOURCE_DEFINITIONS: Kind<Plain<V1CustomResourceDefinition>> = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};

/** The path of all objects of a kind, in one namespace or everywhere. */
export function collectionPath(kind: Kind<ApiObject>, namespace?: string): string {
  const root = kind.apiVersion.includes('/') ? 'apis' : 'api';
  const scope = kind.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `/${root}/${kind.apiVersion}${scope}/${kind.plural}`;
}

/** Everything that runs pods, and pods. */
export const WORKLOADS: readonly Kind<ApiObject>[] = [
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  PODS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  STATEFUL_SETS,
];
