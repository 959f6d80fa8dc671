import assert from 'node:assert/strict';
import { covers, describePermission, type Permission } from '../../../src/domain/permissions/permission.ts';

const GET_SECRETS: Permission = { verb: 'get', group: '', resource: 'secrets' };

describe('describePermission', () => {
  const cases: readonly [string, Permission][] = [
    ['get secrets', GET_SECRETS],
    ['get secrets', { ...GET_SECRETS, namespace: 'shop' }],
    ['get secrets target', { ...GET_SECRETS, name: 'target' }],
    ['get pods/log', { ...GET_SECRETS, resource: 'pods', subresource: 'log' }],
    ['patch deployments.apps', { verb: 'patch', group: 'apps', resource: 'deployments' }],
  ];
  for (const [text, permission] of cases) {
    it(`says ${text}`, () => {
      assert.equal(describePermission(permission), text);
    });
  }
});

describe('covers', () => {
  const cases: readonly [string, Partial<Permission>, Partial<Permission>, boolean][] = [
    ['the same', {}, {}, true],
    ['all namespaces a single one', {}, { namespace: 'shop' }, true],
    ['one namespace not all of them', { namespace: 'shop' }, {}, false],
    ['one namespace not another', { namespace: 'shop' }, { namespace: 'data' }, false],
    ['any name a certain one', {}, { name: 'target' }, true],
    ['a certain name not any', { name: 'target' }, {}, false],
    ['all namespaces a name in one', {}, { namespace: 'shop', name: 'target' }, true],
    ['a name in all namespaces not any name in one', { name: 'target' }, { namespace: 'shop' }, false],
    ['no other verb', {}, { verb: 'list' }, false],
    ['no other resource', {}, { resource: 'pods' }, false],
    ['no other group', {}, { group: 'x.example' }, false],
    ['no subresource', { resource: 'pods' }, { resource: 'pods', subresource: 'log' }, false],
  ];
  for (const [name, wide, narrow, expected] of cases) {
    it(name, () => {
      assert.equal(covers({ ...GET_SECRETS, ...wide }, { ...GET_SECRETS, ...narrow }), expected);
    });
  }
});
