/** Controllers of Kubernetes itself; others may bear the same kind in a group of their own. */
import type { OwnerReference } from '../kubernetes/object.ts';

const GROUPS = {
  Deployment: 'apps',
  ReplicaSet: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
  ReplicationController: '',
  Node: '',
} as const;

export type BuiltInController = keyof typeof GROUPS;

/** The kind of a controller of Kubernetes itself; `undefined` for any other, and for none. */
export function builtInController(owner: OwnerReference | undefined): BuiltInController | undefined {
  if (owner === undefined) return undefined;
  const group = owner.apiVersion.includes('/') ? owner.apiVersion.split('/')[0] : '';
  const kind = owner.kind as BuiltInController;
  return Object.hasOwn(GROUPS, kind) && GROUPS[kind] === group ? kind : undefined;
}
