/** Roles as the API has them, and what they allow. */
import type { ApiObject, Kind } from '../harness/kinds.ts';

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A ClusterRole, or a Role of its namespace. */
export interface Role extends ApiObject {
  readonly rules: readonly Rule[];
}

/** What a request asks of RBAC, see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-attributes */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  /** `pods/log` for a subresource. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

const API_VERSION = 'rbac.authorization.k8s.io/v1';

export const ROLE_KINDS: readonly Kind<Role>[] = [
  { apiVersion: API_VERSION, kind: 'ClusterRole', plural: 'clusterroles', namespaced: false },
  { apiVersion: API_VERSION, kind: 'Role', plural: 'roles', namespaced: true },
];

/** Whether any of the roles, all of them bound, allows a request. */
export function allow(roles: readonly Role[], attributes: Attributes): boolean {
  return roles.some(
    ({ kind, metadata, rules }) =>
      (kind === 'ClusterRole' || metadata?.namespace === attributes.namespace) &&
      rules.some((rule) => ruleAllows(rule, attributes)),
  );
}

function ruleAllows(
  { apiGroups, resources, resourceNames, verbs }: Rule,
  { group, resource, verb, name }: Attributes,
): boolean {
  return (
    apiGroups.includes(group) &&
    resources.includes(resource) &&
    verbs.includes(verb) &&
    (resourceNames === undefined || (name !== undefined && resourceNames.includes(name)))
  );
}
