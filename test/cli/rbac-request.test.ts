import assert from 'node:assert/strict';
import { rbacExtent, type CoveredFlags, subjectsOf } from '../../src/cli/rbac-request.ts';
import { UsageError } from '../../src/domain/errors.ts';

const DEFAULTS: CoveredFlags = {
  namespace: undefined,
  'image-path': undefined,
  'copy-namespace': 'registry-switch',
  'pull-secret-name': 'target',
  'registry-secret': undefined,
  'to-secret': undefined,
  'pull-secret': undefined,
};

describe('rbacExtent', () => {
  it('is everything by default', () => {
    const extent = rbacExtent(DEFAULTS);
    assert.equal(extent.namespaces, undefined);
    assert.equal(extent.changes, undefined);
    assert.deepEqual(extent.pullSecrets, [{ name: 'target' }]);
  });

  it('names each namespace once', () => {
    assert.deepEqual(rbacExtent({ ...DEFAULTS, namespace: ['a', 'b', 'a'] }).namespaces, ['a', 'b']);
  });

  const paths: readonly [string, string, string][] = [
    ['prometheuses.monitoring.coreos.com', 'prometheuses', 'monitoring.coreos.com'],
    ['gadgets.v1beta1.x.example', 'gadgets', 'x.example'],
    ['gadgets.v1.example', 'gadgets', 'example'],
    ['gadgets.voyage.example', 'gadgets', 'voyage.example'],
  ];
  for (const [name, plural, group] of paths) {
    it(`reads plural and group of ${name}`, () => {
      const { custom } = rbacExtent({ ...DEFAULTS, 'image-path': [`${name}={.spec.image}`] });
      assert.deepEqual(
        custom.map((one) => [one.plural, one.group]),
        [[plural, group]],
      );
    });
  }

  const refused: readonly [string, Partial<CoveredFlags>, RegExp][] = [
    ['a pattern', { namespace: ['team-*'] }, /pattern such as "team-\*"/],
    ['a custom resource without group', { 'image-path': ['gadgets={.spec.image}'] }, /group of "gadgets"/],
    ['a Secret without namespace', { 'registry-secret': 'pull' }, /--registry-secret/],
    ['a login without namespace', { 'to-secret': 'login' }, /--to-secret/],
  ];
  for (const [name, flags, message] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => rbacExtent({ ...DEFAULTS, ...flags }),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});

describe('subjectsOf', () => {
  it('takes service accounts, users and groups', () => {
    const flags = { 'service-account': ['ci/bot'], user: ['jane'], group: ['shop'] };
    assert.deepEqual(subjectsOf(flags), [
      { kind: 'ServiceAccount', namespace: 'ci', name: 'bot' },
      { kind: 'User', name: 'jane' },
      { kind: 'Group', name: 'shop' },
    ]);
  });

  it('refuses a service account without namespace', () => {
    assert.throws(
      () => subjectsOf({ 'service-account': ['bot'], user: undefined, group: undefined }),
      UsageError,
    );
  });
});
