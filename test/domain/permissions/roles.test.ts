import assert from 'node:assert/strict';
import { bindingsFor, rolesFor } from '../../../src/domain/permissions/roles.ts';

const ROLES = rolesFor(
  'mover',
  [
    { verb: 'get', group: '', resource: 'secrets', namespace: 'shop' },
    { verb: 'list', group: '', resource: 'pods' },
  ],
  {},
);

describe('bindingsFor', () => {
  it('binds each role where it is', () => {
    const bindings = bindingsFor(ROLES, [{ kind: 'ServiceAccount', namespace: 'ci', name: 'bot' }]);
    assert.deepEqual(
      bindings.map(({ kind, metadata, roleRef }) => [kind, metadata.namespace, roleRef]),
      [
        [
          'ClusterRoleBinding',
          undefined,
          { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'mover' },
        ],
        ['RoleBinding', 'shop', { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'mover' }],
      ],
    );
  });

  it('names the group of users and groups, not that of service accounts', () => {
    const [binding] = bindingsFor(ROLES, [
      { kind: 'User', name: 'jane' },
      { kind: 'Group', name: 'shop' },
      { kind: 'ServiceAccount', namespace: 'ci', name: 'bot' },
    ]);
    assert.deepEqual(binding?.subjects, [
      { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'Group', name: 'shop', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'ServiceAccount', namespace: 'ci', name: 'bot' },
    ]);
  });

  it('binds nothing to nobody', () => {
    assert.deepEqual(bindingsFor(ROLES, []), []);
  });
});
