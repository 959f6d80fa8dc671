import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { Extent } from '../../../src/domain/permissions/extent.ts';
import { EVERYTHING, READ_ONLY } from '../../../src/domain/permissions/needs.ts';
import { covers, describePermission, type Permission } from '../../../src/domain/permissions/permission.ts';
import type { PolicyRule } from '../../../src/domain/permissions/policy-rules.ts';
import {
  movingRoles,
  readOnlyRoles,
  secretReadingRoles,
} from '../../../src/domain/permissions/printed-roles.ts';
import { requiredPermissions } from '../../../src/domain/permissions/required-permissions.ts';
import { anExtent } from '../../support/builders/extent.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';

const OPTIONS = { name: 'mover', labels: { made: 'here' } };

/** Each verb of each resource and name of each rule by itself: what RBAC grants. */
function granted(roles: readonly KubernetesObject[]): Permission[] {
  return roles.flatMap(({ metadata, rules }) =>
    (rules as readonly PolicyRule[]).flatMap(({ apiGroups: [group = ''], resources, resourceNames, verbs }) =>
      resources.flatMap((full) => {
        const [resource = '', subresource] = full.split('/');
        return (resourceNames ?? [undefined]).flatMap((name) =>
          verbs.map((verb) => ({
            ...{ verb, group, resource },
            ...(subresource === undefined ? {} : { subresource }),
            ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
            ...(name === undefined ? {} : { name }),
          })),
        );
      }),
    ),
  );
}

function missing(required: readonly Permission[], grants: readonly Permission[]): Permission[] {
  return required.filter((one) => !grants.some((grant) => covers(grant, one)));
}

const EXTENTS: readonly [string, Partial<Extent>][] = [
  ['for all namespaces', {}],
  ['for two namespaces', { namespaces: ['shop', 'data'] }],
  ['for the copy namespace itself', { namespaces: ['registry-switch'] }],
  ['with custom resources', { custom: [PROMETHEUSES] }],
  [
    'with Secrets elsewhere',
    {
      namespaces: ['shop'],
      registrySecrets: [{ namespace: 'infra', name: 'pull' }],
      loginSecrets: [{ namespace: 'infra', name: 'login' }],
    },
  ],
];

describe('the printed roles', () => {
  for (const [name, parts] of EXTENTS) {
    const extent = anExtent(parts);
    const moving = requiredPermissions(EVERYTHING, extent);

    it(`${name} grant all that is required`, () => {
      assert.deepEqual(missing(moving, granted(movingRoles(extent, OPTIONS))), []);
      const roles = [...readOnlyRoles(extent, OPTIONS), ...secretReadingRoles(extent, OPTIONS)];
      const looking = granted(roles);
      assert.deepEqual(missing(requiredPermissions(READ_ONLY, extent), looking), []);
    });

    it(`${name} grant nothing that could be taken away unnoticed`, () => {
      const grants = granted(movingRoles(extent, OPTIONS));
      for (const grant of grants) {
        const rest = grants.filter((other) => other !== grant);
        assert.notEqual(missing(moving, rest).length, 0, describePermission(grant));
      }
    });
  }

  it('are one ClusterRole and a Role at home', () => {
    const roles = movingRoles(anExtent(), OPTIONS);
    assert.deepEqual(
      roles.map(({ kind, metadata }) => [kind, metadata]),
      [
        ['ClusterRole', { name: 'mover', labels: { made: 'here' } }],
        ['Role', { name: 'mover', namespace: 'registry-switch', labels: { made: 'here' } }],
      ],
    );
  });

  it('let nobody change Secrets other than our own', () => {
    const grants = granted(movingRoles(anExtent(), OPTIONS));
    const writes = grants.filter(
      ({ resource, verb, namespace }) =>
        resource === 'secrets' && ['patch', 'delete'].includes(verb) && namespace === undefined,
    );
    assert.deepEqual(
      writes.map(({ name }) => name),
      ['target', 'target'],
    );
  });

  it('for looking read no Secret; what does is a role of its own, in its namespaces', () => {
    const extent = anExtent({
      namespaces: ['shop', 'data'],
      loginSecrets: [{ namespace: 'infra', name: 'login' }],
    });
    const reading = ({ resource }: Permission): boolean => resource === 'secrets';
    assert.deepEqual(granted(readOnlyRoles(extent, OPTIONS)).filter(reading), []);
    const roles = secretReadingRoles(extent, OPTIONS);
    assert.deepEqual(
      roles.map(({ kind, metadata: { namespace, name } }) => [kind, namespace, name]),
      ['data', 'infra', 'shop'].map((namespace) => ['Role', namespace, 'mover-read-secrets']),
    );
    assert.deepEqual(
      granted(roles)
        .filter(({ namespace }) => namespace === 'infra')
        .map(describePermission),
      ['get secrets login'],
    );
  });
});
