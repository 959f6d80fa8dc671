/** Kinds of Kubernetes itself; others may bear the same name in a group of their own, with whatever in their fields. */
import type { KubernetesObject } from './object.ts';

const GROUPS: ReadonlyMap<string, string> = new Map([
  ['Pod', ''],
  ['ReplicationController', ''],
  ['Deployment', 'apps'],
  ['ReplicaSet', 'apps'],
  ['StatefulSet', 'apps'],
  ['DaemonSet', 'apps'],
  ['Job', 'batch'],
  ['CronJob', 'batch'],
]);

/** The kind of a workload of Kubernetes itself; `undefined` for every other. */
export function builtInKind({
  apiVersion,
  kind,
}: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string | undefined {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return GROUPS.get(kind) === group ? kind : undefined;
}
