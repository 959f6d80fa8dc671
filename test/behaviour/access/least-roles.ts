/** Whether roles allow what was asked for, and nothing more. */
import assert from 'node:assert/strict';
import { isBuiltIn } from '../../../src/domain/kubernetes/built-in-group.ts';
import { WORKLOAD_KINDS } from '../../../src/domain/workload-kinds/workload-kinds.ts';
import { allow, type Attributes, type Role, type Rule } from './roles.ts';

/** One for each verb and resource of a rule. */
export function attributesOf(
  { metadata }: Role,
  { apiGroups, resources, resourceNames, verbs }: Rule,
): Attributes[] {
  const [group = ''] = apiGroups;
  const place = { group, namespace: metadata?.namespace, name: resourceNames?.[0] };
  return resources.flatMap((resource) => verbs.map((verb) => ({ ...place, verb, resource })));
}

export function assertAllAllowed(roles: readonly Role[], requests: readonly Attributes[]): void {
  assert.ok(requests.length > 10, 'requests were seen');
  assert.deepEqual(
    requests.filter((request) => !allow(roles, request)),
    [],
  );
}

export function isServed({ apiGroups }: Rule): boolean {
  const others = WORKLOAD_KINDS.filter(({ resource }) => !isBuiltIn(resource)).map(
    ({ resource }) => resource.group,
  );
  return !apiGroups.some((group) => others.includes(group));
}

/** Of kinds that not every cluster has, and the one of the tests has not. */
const NOT_SERVED = WORKLOAD_KINDS.flatMap(({ resource }) => (isBuiltIn(resource) ? [] : resource.plural));

/** Least roles: each verb of each rule was used, but for those that only other moves use. */
export function assertAllNeeded(
  roles: readonly Role[],
  requests: readonly Attributes[],
  later: readonly string[] = [],
): void {
  const unused = roles.flatMap((role) =>
    role.rules.flatMap((rule) =>
      attributesOf(role, rule).filter(
        ({ verb, resource }) =>
          !NOT_SERVED.includes(resource) &&
          !requests.some((request) => request.verb === verb && request.resource === resource),
      ),
    ),
  );
  const names = unused.map(({ verb, resource }) => `${verb} ${resource}`);
  assert.deepEqual(
    names.filter((name) => !later.includes(name)),
    [],
  );
}
