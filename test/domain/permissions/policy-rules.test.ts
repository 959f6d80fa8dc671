import assert from 'node:assert/strict';
import type { Permission } from '../../../src/domain/permissions/permission.ts';
import { type PolicyRule, policyRules } from '../../../src/domain/permissions/policy-rules.ts';

/** `patch apps deployments [name]`, the core group as `core`. */
function permission(text: string): Permission {
  const [verb, group, resource = '', name] = text.split(' ');
  return {
    verb: verb as Permission['verb'],
    group: group === 'core' ? '' : (group ?? ''),
    resource,
    ...(name === undefined ? {} : { name }),
  };
}

describe('policyRules', () => {
  const cases: readonly [string, readonly string[], readonly PolicyRule[]][] = [
    ['makes none of nothing', [], []],
    [
      'joins the verbs of a resource, in the usual order',
      ['patch core pods', 'get core pods'],
      [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'patch'] }],
    ],
    [
      'joins resources of a group with the same verbs',
      ['get core pods', 'list core pods', 'list core secrets', 'get core secrets'],
      [{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get', 'list'] }],
    ],
    [
      'keeps groups apart',
      ['list core pods', 'list apps deployments'],
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
      ],
    ],
    [
      'keeps different verbs apart',
      ['list core pods', 'get core secrets'],
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
      ],
    ],
    [
      'joins names with the same verbs',
      ['get core secrets a', 'patch core secrets a', 'get core secrets b', 'patch core secrets b'],
      [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['a', 'b'], verbs: ['get', 'patch'] }],
    ],
    [
      'never widens a name to all',
      ['create core secrets', 'patch core secrets a'],
      [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['patch'] },
      ],
    ],
    [
      'never lends a name to another resource',
      ['get core secrets a', 'get core configmaps b'],
      [
        { apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] },
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['b'], verbs: ['get'] },
      ],
    ],
  ];
  for (const [name, permissions, rules] of cases) {
    it(name, () => {
      assert.deepEqual(policyRules(permissions.map(permission)), rules);
    });
  }
});
