/** From permissions to the rules of a role. */
import { type Permission, ruleResource, type Verb, VERBS } from './permission.ts';

/** A PolicyRule of rbac.authorization.k8s.io/v1. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly Verb[];
}

/** The minimal number of rules that grant exactly these; the namespace is that of the role. */
export function policyRules(permissions: readonly Permission[]): PolicyRule[] {
  const single = mergedBy(
    permissions.map((permission) => ({
      group: permission.group,
      resources: [ruleResource(permission)],
      names: permission.name === undefined ? [] : [permission.name],
      verbs: [permission.verb],
    })),
    'verbs',
  );
  const rules = mergedBy(mergedBy(single, 'names'), 'resources');
  return rules.map(({ group, resources, names, verbs }) => ({
    apiGroups: [group],
    resources,
    ...(names.length === 0 ? {} : { resourceNames: names }),
    verbs: VERBS.filter((verb) => verbs.includes(verb)),
  }));
}

interface Rule {
  readonly group: string;
  readonly resources: readonly string[];
  /** Empty: any. */
  readonly names: readonly string[];
  readonly verbs: readonly Verb[];
}

/** Merges rules that differ only in one list; a rule for any name is not merged with one for names. */
function mergedBy(rules: readonly Rule[], list: 'resources' | 'names' | 'verbs'): Rule[] {
  const alike = Map.groupBy(rules, (rule) =>
    JSON.stringify({
      ...rule,
      verbs: sorted(rule.verbs),
      [list]: list === 'names' && rule.names.length === 0,
    }),
  );
  return [...alike.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, [list]: union([first, ...rest].flatMap((rule) => rule[list])) }],
  );
}

function union<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

function sorted(verbs: readonly Verb[]): Verb[] {
  return VERBS.filter((verb) => verbs.includes(verb));
}
