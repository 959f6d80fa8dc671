/** The API resources that the tool reads or writes. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural, lower case, as in the URL. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A namespaced resource. */
export function namespaced(group: string, kind: string, plural: string, version = 'v1'): Resource {
  return { group, version, plural, kind, namespaced: true };
}

export const PODS = namespaced('', 'Pod', 'pods');
export const SECRETS = namespaced('', 'Secret', 'secrets');
export const CONFIG_MAPS = namespaced('', 'ConfigMap', 'configmaps');
export const EVENTS = namespaced('', 'Event', 'events');
export const SERVICE_ACCOUNTS = namespaced('', 'ServiceAccount', 'serviceaccounts');
export const REPLICATION_CONTROLLERS = namespaced('', 'ReplicationController', 'replicationcontrollers');
export const DEPLOYMENTS = namespaced('apps', 'Deployment', 'deployments');
export const REPLICA_SETS = namespaced('apps', 'ReplicaSet', 'replicasets');
export const STATEFUL_SETS = namespaced('apps', 'StatefulSet', 'statefulsets');
export const DAEMON_SETS = namespaced('apps', 'DaemonSet', 'daemonsets');
export const JOBS = namespaced('batch', 'Job', 'jobs');
export const CRON_JOBS = namespaced('batch', 'CronJob', 'cronjobs');
export const LEASES = namespaced('coordination.k8s.io', 'Lease', 'leases');
export const NODES: Resource = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  namespaced: false,
};
export const NAMESPACES: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** `group/version`, or `v1` for the core group. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** The group in `group/version`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** `plural.group` as users name a resource, e.g. `deployments.apps` or `pods`. */
export function resourceName(resource: Resource): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}
