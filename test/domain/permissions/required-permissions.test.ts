import assert from 'node:assert/strict';
import {
  CRON_JOBS,
  DEPLOYMENTS,
  PODS,
  REPLICA_SETS,
  STATEFUL_SETS,
} from '../../../src/domain/kubernetes/resource.ts';
import type { Extent } from '../../../src/domain/permissions/extent.ts';
import type { Activity } from '../../../src/domain/permissions/need.ts';
import { EVERYTHING, READ_ONLY } from '../../../src/domain/permissions/needs.ts';
import { describePermission } from '../../../src/domain/permissions/permission.ts';
import { requiredPermissions } from '../../../src/domain/permissions/required-permissions.ts';
import { anExtent } from '../../support/builders/extent.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';

const NOTHING: Partial<Extent> = { changes: [], copies: false, pullSecrets: [] };
const READING = new Set(['get', 'list', 'watch']);

/** `list pods in *`, of those that match. */
function required(activities: readonly Activity[], extent: Partial<Extent>, pattern = /./): string[] {
  return requiredPermissions(activities, anExtent(extent))
    .map((one) => `${describePermission(one)} in ${one.namespace ?? '*'}`)
    .filter((text) => pattern.test(text));
}

describe('requiredPermissions', () => {
  const cases: readonly [string, readonly Activity[], Partial<Extent>, RegExp, readonly string[]][] = [
    ['lists in all namespaces', ['inventory'], {}, /cronjobs/, ['list cronjobs.batch in *']],
    [
      'lists in those that are named',
      ['inventory'],
      { namespaces: ['shop', 'data'] },
      /pods/,
      ['list pods in shop', 'list pods in data'],
    ],
    ['lists nodes wherever it looks', ['inventory'], { namespaces: ['shop'] }, /nodes/, ['list nodes in *']],
    [
      'lists custom resources',
      ['inventory'],
      { custom: [PROMETHEUSES] },
      /monitoring/,
      ['list prometheuses.monitoring.coreos.com in *'],
    ],
    [
      'lists cluster-scoped custom resources in the whole cluster',
      ['inventory'],
      { namespaces: ['shop'], custom: [{ ...PROMETHEUSES, namespaced: false }] },
      /monitoring/,
      ['list prometheuses.monitoring.coreos.com in *'],
    ],
    [
      'patches only kinds and namespaces of the plan',
      ['switch'],
      {
        ...NOTHING,
        changes: [
          { resource: DEPLOYMENTS, namespace: 'shop' },
          { resource: DEPLOYMENTS, namespace: 'shop' },
          { resource: CRON_JOBS, namespace: 'data' },
        ],
      },
      /patch .*(apps|batch)/,
      ['patch deployments.apps in shop', 'patch cronjobs.batch in data'],
    ],
    [
      'deletes pods where a StatefulSet changes',
      ['switch'],
      {
        ...NOTHING,
        changes: [
          { resource: STATEFUL_SETS, namespace: 'data' },
          { resource: PODS, namespace: 'shop' },
        ],
      },
      /delete pods/,
      ['delete pods in data'],
    ],
    [
      'evicts pods where a ReplicaSet changes',
      ['switch'],
      {
        ...NOTHING,
        changes: [
          { resource: STATEFUL_SETS, namespace: 'data' },
          { resource: REPLICA_SETS, namespace: 'shop' },
        ],
      },
      /eviction/,
      ['create pods/eviction in shop'],
    ],
    [
      'touches only its own pull Secret',
      ['switch'],
      { ...NOTHING, pullSecrets: [{ namespace: 'shop', name: 'target' }] },
      /secrets/,
      ['get secrets target in shop', 'create secrets in shop', 'patch secrets target in shop'],
    ],
    [
      'touches a named pull Secret and its backup',
      ['switch'],
      { ...NOTHING, registrySecrets: [{ namespace: 'infra', name: 'pull' }] },
      /patch|create/,
      [
        'patch secrets pull in infra',
        'create secrets in infra',
        'patch secrets pull-before-registry-switch in infra',
        'create leases.coordination.k8s.io in infra',
        'patch leases.coordination.k8s.io registry-switch in infra',
      ],
    ],
    [
      'creates the copy namespace where it is missing',
      ['copy'],
      { stateNamespace: { name: 'tools', missing: true } },
      /namespaces/,
      ['get namespaces tools in tools', 'create namespaces in *'],
    ],
    [
      'creates the namespace of lease and journals also for a rollback',
      ['rollback'],
      { stateNamespace: { name: 'tools', missing: true }, copies: false },
      /create namespaces/,
      ['create namespaces in *'],
    ],
    ['leaves the copy namespace that is there', ['copy'], {}, /create namespaces/, []],
    [
      'needs next to nothing where nothing is left to copy',
      ['copy'],
      NOTHING,
      /./,
      ['get jobs.batch registry-switch-copy in registry-switch'],
    ],
    ['remembers no custom resources where none changes', ['switch'], { custom: [] }, /image-paths/, []],
    [
      'remembers custom resources that change',
      ['switch'],
      {
        ...NOTHING,
        custom: [PROMETHEUSES],
        changes: [{ resource: PROMETHEUSES, namespace: 'shop' }],
      },
      /image-paths/,
      [
        'get configmaps registry-switch-image-paths in registry-switch',
        'patch configmaps registry-switch-image-paths in registry-switch',
      ],
    ],
    [
      'reads the Secret with the login',
      ['plan'],
      { ...NOTHING, loginSecrets: [{ namespace: 'infra', name: 'login' }] },
      /./,
      ['get configmaps in *', 'list configmaps in *', 'get secrets login in infra'],
    ],
    [
      'writes down a run that changes something, and holds its lease',
      ['switch'],
      { ...NOTHING, changes: [{ resource: PODS, namespace: 'shop' }] },
      /in registry-switch/,
      [
        'get namespaces registry-switch in registry-switch',
        'get leases.coordination.k8s.io registry-switch in registry-switch',
        'create leases.coordination.k8s.io in registry-switch',
        'patch leases.coordination.k8s.io registry-switch in registry-switch',
        'get configmaps in registry-switch',
        'list configmaps in registry-switch',
        'create configmaps in registry-switch',
        'patch configmaps in registry-switch',
        'delete configmaps in registry-switch',
      ],
    ],
    ['writes down nothing where nothing changes', ['switch'], NOTHING, /./, []],
    [
      'heals by deleting pods',
      ['heal'],
      { namespaces: ['shop'] },
      /./,
      [
        'get configmaps registry-switch-image-paths in registry-switch',
        'list configmaps in registry-switch',
        'get leases.coordination.k8s.io registry-switch in shop',
        'create leases.coordination.k8s.io in shop',
        'patch leases.coordination.k8s.io registry-switch in shop',
        'get pods in shop',
        'delete pods in shop',
      ],
    ],
  ];
  for (const [name, activities, extent, pattern, expected] of cases) {
    it(name, () => {
      assert.deepEqual(required(activities, extent, pattern), expected);
    });
  }

  it('looks without writing', () => {
    const verbs = requiredPermissions(READ_ONLY, anExtent()).map(({ verb }) => verb);
    assert.deepEqual(
      verbs.filter((verb) => !READING.has(verb)),
      [],
    );
  });

  it('says what each is for, and of some what is lost without', () => {
    const all = requiredPermissions(EVERYTHING, anExtent());
    assert.ok(all.every(({ why }) => why.length > 5));
    const dispensable = all.flatMap((one) => (one.without === undefined ? [] : [describePermission(one)]));
    assert.deepEqual(dispensable, [
      'get configmaps',
      'list configmaps',
      'list nodes',
      'get secrets',
      'get serviceaccounts',
      'get pods/log',
      'list events',
      'watch events',
      'list events',
      'get pods/log',
      'delete configmaps',
    ]);
  });

  it('cannot go without what one of two purposes cannot go without', () => {
    const listing = (activities: readonly Activity[]) =>
      requiredPermissions(activities, anExtent()).find(
        ({ verb, resource }) => verb === 'list' && resource === 'secrets',
      );
    assert.notEqual(listing(['verify'])?.without, undefined);
    assert.equal(listing(['verify', 'rollback'])?.without, undefined);
    assert.equal(listing(['rollback', 'verify'])?.without, undefined);
  });
});
