/** The objects of rbac.authorization.k8s.io/v1 that grant permissions. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Permission } from './permission.ts';
import { policyRules } from './policy-rules.ts';
import { impliedLeftOut } from './required-permissions.ts';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;

/** The subject of a binding. */
export type Subject =
  | { readonly kind: 'ServiceAccount'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'User' | 'Group'; readonly name: string };

/** A ClusterRole for what is granted everywhere, and a Role for each namespace, all with the same name. */
export function rolesFor(
  name: string,
  permissions: readonly Permission[],
  labels: Readonly<Record<string, string>>,
): KubernetesObject[] {
  const byNamespace = Map.groupBy(impliedLeftOut(permissions), ({ namespace }) => namespace);
  const everywhereFirst = [...byNamespace].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return everywhereFirst.map(([namespace, granted]) => ({
    apiVersion: API_VERSION,
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
    rules: policyRules(granted),
  }));
}

/** A binding for each role. */
export function bindingsFor(
  roles: readonly KubernetesObject[],
  subjects: readonly Subject[],
): KubernetesObject[] {
  if (subjects.length === 0) return [];
  return roles.map(({ kind, metadata }) => ({
    apiVersion: API_VERSION,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: GROUP, kind, name: metadata.name },
    subjects: subjects.map((subject) =>
      subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: GROUP },
    ),
  }));
}
