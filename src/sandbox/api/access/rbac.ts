/** Role-based access control (kubernetes, plugin/pkg/auth/authorizer/rbac). */
import type { RbacV1Subject, V1PolicyRule, V1RoleRef } from '@kubernetes/client-node';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from '../../objects/api-resources.ts';
import type { Objects } from '../../objects/objects.ts';
import type { Plain } from '../../objects/stored.ts';
import type { ApiUser } from './api-user.ts';
import type { Attempt, Permits } from './permits.ts';

type Rule = Plain<V1PolicyRule>;
type Subject = Plain<RbacV1Subject>;

/** Permits what the roles that are bound to a user allow. */
export function rolePermits(objects: Pick<Objects, 'get' | 'list'>): Permits {
  return (user, attempt) =>
    boundRules(objects, user, attempt.namespace).some((rules) => rules.some((rule) => allows(rule, attempt)));
}

/** The rules of every role that is bound to the user, in the cluster or in the namespace. */
function boundRules(
  objects: Pick<Objects, 'get' | 'list'>,
  user: ApiUser,
  namespace: string | undefined,
): (readonly Rule[])[] {
  const inNamespace = namespace === undefined ? [] : objects.list(ROLE_BINDINGS, namespace);
  return [...objects.list(CLUSTER_ROLE_BINDINGS), ...inNamespace]
    .filter(({ subjects = [] }) => subjects.some((subject) => isUser(subject, user)))
    .map(({ roleRef, metadata }) => rulesOf(objects, roleRef, metadata.namespace));
}

function rulesOf(
  objects: Pick<Objects, 'get'>,
  { kind, name }: Plain<V1RoleRef>,
  namespace: string | undefined,
): readonly Rule[] {
  if (kind === 'ClusterRole') return objects.get(CLUSTER_ROLES, { name })?.rules ?? [];
  return namespace === undefined ? [] : (objects.get(ROLES, { namespace, name })?.rules ?? []);
}

function isUser({ kind, name, namespace = '' }: Subject, user: ApiUser): boolean {
  switch (kind) {
    case 'User':
      return name === user.name;
    case 'Group':
      return user.groups.includes(name);
    default:
      return user.name === `system:serviceaccount:${namespace}:${name}`;
  }
}

function allows(rule: Rule, attempt: Attempt): boolean {
  if (!holds(rule.verbs, attempt.verb)) return false;
  if (attempt.path !== undefined) return allowsPath(rule, attempt.path);
  const { resourceNames = [] } = rule;
  return (
    holds(rule.apiGroups, attempt.group) &&
    allowsResource(rule.resources ?? [], attempt.resource) &&
    (resourceNames.length === 0 || resourceNames.includes(attempt.name ?? ''))
  );
}

// `*` is every resource, `*/log` that subresource of every one.
function allowsResource(resources: readonly string[], asked: string): boolean {
  const [, subresource] = asked.split('/');
  return holds(resources, asked) || (subresource !== undefined && resources.includes(`*/${subresource}`));
}

/** `/metrics/*` is every path that begins so. */
function allowsPath({ nonResourceURLs = [] }: Rule, path: string): boolean {
  return nonResourceURLs.some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  );
}

function holds(all: readonly string[] | undefined, one: string): boolean {
  return all !== undefined && (all.includes('*') || all.includes(one));
}
