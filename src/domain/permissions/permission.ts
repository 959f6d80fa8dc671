/** One permission, as in RBAC and access reviews. */
export interface Permission {
  readonly verb: Verb;
  /** Empty for the core group. */
  readonly group: string;
  /** Plural, lower case. */
  readonly resource: string;
  readonly subresource?: string;
  /** Absent: in all namespaces, or of a cluster-scoped resource. */
  readonly namespace?: string;
  /** Absent: objects of any name. */
  readonly name?: string;
}

/** In the order in which roles list them. */
export const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** `pods/log`, as rules name it. */
export function ruleResource({ resource, subresource }: Permission): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}

/** `patch deployments.apps` or `get secrets registry-switch-target`, without the namespace. */
export function describePermission(permission: Permission): string {
  const { verb, group, name } = permission;
  const resource = group === '' ? ruleResource(permission) : `${ruleResource(permission)}.${group}`;
  return [verb, resource, ...(name === undefined ? [] : [name])].join(' ');
}

/** Whether the first permission includes the second. */
export function covers(wide: Permission, narrow: Permission): boolean {
  return (
    wide.verb === narrow.verb &&
    wide.group === narrow.group &&
    ruleResource(wide) === ruleResource(narrow) &&
    [undefined, narrow.namespace].includes(wide.namespace) &&
    [undefined, narrow.name].includes(wide.name)
  );
}

/** A key for comparison: equal for equal permissions. */
export function permissionKey(permission: Permission): string {
  const { namespace = '*', name = '*' } = permission;
  return `${permission.verb} ${permission.group} ${ruleResource(permission)} ${namespace} ${name}`;
}
