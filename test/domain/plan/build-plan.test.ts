import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  statefulSet,
  type WorkloadShape,
} from '../../support/builders/workloads.ts';
import { planWaves } from '../../../src/domain/plan/waves.ts';
import { LOGIN, planFor, planOf } from './plan-of.ts';
import { at, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: the whole value', () => {
  it('says what is copied, changed and why', () => {
    const plan = planOf(running({}, [at(RUNNING)]), { source: { [SOURCE]: RUNNING } });
    assert.deepEqual(plan, {
      apiVersion: 'registry-switch/v1',
      kind: 'Plan',
      server: 'https://kube.example',
      from: ['old.example'],
      to: 'new.example',
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      copies: [
        { source: `${SOURCE}@${RUNNING}`, target: TARGET, digest: RUNNING, present: false, usedBy: 1 },
      ],
      changes: [
        {
          workload: {
            resource: {
              group: 'apps',
              version: 'v1',
              plural: 'statefulsets',
              kind: 'StatefulSet',
              namespaced: true,
            },
            namespace: 'shop',
            name: 'web',
            uid: 'StatefulSet-shop-web',
          },
          managedBy: [],
          images: [
            {
              ...{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, copy: TARGET },
              ...{ digest: RUNNING, running: [RUNNING], tag: RUNNING },
            },
          ],
          pin: false,
          addPullSecrets: [],
          pods: 1,
          interruption: 'its only pod ends before a new one starts',
          after: [],
        },
      ],
      leftAlone: [],
      mentions: [],
      drift: [],
      namespacesWithPushLogin: [],
      placesOfPushLogin: [],
      expiringLogins: [],
      warnings: [
        'interrupted during the move, its only pod ends before a new one starts: StatefulSet shop/web',
      ],
    });
  });

  it('names once for each reason what cannot be kept up, and no more than a few of them', () => {
    const recreate = { strategy: { type: 'Recreate' } };
    const some = Array.from({ length: 8 }, (_, index) => deployment({ name: `r${index}`, spec: recreate }));
    const all = [...some, deployment({ name: 'up' }), statefulSet({ name: 'db' })];
    const { warnings, changes } = planOf(all, { source: { [SOURCE]: RUNNING } });
    const names = [0, 1, 2, 3, 4, 5].map((index) => `Deployment shop/r${index}`).join(', ');
    assert.deepEqual(warnings, [
      `interrupted during the move, all of its pods end before new ones start: ${names} and 2 more`,
      'interrupted during the move, its only pod ends before a new one starts: StatefulSet shop/db',
    ]);
    assert.equal(changes.find(({ workload }) => workload.name === 'up')?.interruption, undefined);
  });

  it('counts no pods that follow only later: such a workload is no canary', () => {
    const all = [
      deployment({ name: 'paused', spec: { paused: true } }),
      daemonSet({ name: 'on-delete', spec: { updateStrategy: { type: 'OnDelete' } } }),
      deployment({ name: 'web', replicas: 2 }),
    ];
    const { changes } = planFor(all, { source: { [SOURCE]: RUNNING } });
    assert.deepEqual(
      planWaves(changes, { canary: true, size: 10, namespaces: [] })[0]?.changes.map(
        ({ workload }) => workload.name,
      ),
      ['web'],
    );
    assert.deepEqual(changes.map(({ pods }) => pods).toSorted(), [0, 0, 2]);
  });

  it('is empty where nothing comes from the source', () => {
    const plan = planOf([deployment({ image: 'new.example/shop/web:1' }), deployment({ image: 'nginx' })]);
    assert.deepEqual([plan.copies, plan.changes, plan.leftAlone], [[], [], []]);
  });

  it('writes to the push address and lets pods say the pull address', () => {
    const plan = planOf(running({}, [at(RUNNING)]), { mapping: { push: 'push.example:5000/in' } });
    const written = 'push.example:5000/in/shop/web:1';
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      [written],
    );
    assert.deepEqual(plan.changes[0]?.images, [
      {
        ...{ slot: 'container', name: 'app', from: SOURCE, to: TARGET },
        ...{ copy: written, digest: RUNNING, running: [RUNNING] },
      },
    ]);
  });

  it('copies an image once, however many need it', () => {
    const plan = planOf(
      [
        deployment({ name: 'a' }),
        deployment({ name: 'b' }),
        cronJob({ name: 'c', containers: { x: SOURCE, y: SOURCE } }),
      ],
      { source: { [SOURCE]: TAG } },
    );
    assert.deepEqual(
      plan.copies.map(({ target, usedBy }) => [target, usedBy]),
      [[TARGET, 3]],
    );
  });

  it('writes the default tag out where it copies, not where pods say it', () => {
    const plan = planOf([deployment({ image: 'old.example/shop/web' })], {
      source: { 'old.example/shop/web:latest': TAG },
    });
    assert.equal(plan.copies[0]?.target, 'new.example/shop/web:latest');
    assert.equal(plan.changes[0]?.images[0]?.to, 'new.example/shop/web');
  });

  it('passes warnings on and adds those of images that nobody can read', () => {
    const plan = planOf([deployment({ containers: { app: 'Not An Image', more: SOURCE } })], {
      source: { [SOURCE]: TAG },
      inventory: { warnings: ['nodes cannot be listed'] },
    });
    assert.equal(plan.warnings[0], 'nodes cannot be listed');
    assert.match(plan.warnings[1] ?? '', /^Deployment shop\/web, container app: invalid image reference/);
    assert.equal(plan.changes.length, 1);
  });
});

describe('buildPlan: users of a copy', () => {
  const pinned = `${SOURCE}@${TAG}`;
  const cases: readonly [string, readonly KubernetesObject[], number][] = [
    [
      'of a tag and of its digest are added up',
      [
        deployment({ name: 'a', image: pinned }),
        deployment({ name: 'b' }),
        deployment({ name: 'c', image: pinned }),
      ],
      3,
    ],
    [
      'count once each, though they name it both ways',
      [deployment({ name: 'a', containers: { x: SOURCE, y: pinned, z: SOURCE } })],
      1,
    ],
    [
      'count once each beside others',
      [
        deployment({ name: 'a', containers: { x: SOURCE, y: pinned } }),
        deployment({ name: 'b', image: pinned }),
      ],
      2,
    ],
  ];
  for (const [name, objects, usedBy] of cases) {
    it(name, () => {
      const plan = planOf(objects, { source: { [SOURCE]: TAG } });
      assert.deepEqual(
        plan.copies.map((copy) => [copy.target, copy.usedBy]),
        [[TARGET, usedBy]],
      );
    });
  }
});

describe('buildPlan: the pull Secret that a change needs', () => {
  const pullSecrets = { logins: [LOGIN], granting: new Set<string>() };
  const cases: readonly [string, WorkloadShape, Partial<typeof pullSecrets>, readonly string[], boolean][] = [
    ['is added', {}, {}, ['target'], true],
    ['is there already by name', { pullSecrets: ['target'] }, {}, [], true],
    [
      'is another that has the login',
      { pullSecrets: ['own'] },
      { granting: new Set(['shop/own']) },
      [],
      false,
    ],
  ];
  for (const [name, shape, context, added, ensured] of cases) {
    it(name, () => {
      const plan = planOf([deployment(shape)], {
        source: { [SOURCE]: TAG },
        pullSecrets: { ...pullSecrets, ...context },
      });
      assert.deepEqual(plan.changes[0]?.addPullSecrets, added);
      assert.equal(plan.changes[0].ensurePullSecret, ensured ? 'target' : undefined);
    });
  }

  it('holds the login that copies where pods have none of their own: the plan names the namespaces', () => {
    const objects = ['shop', 'bank'].flatMap((namespace) => [
      deployment({ namespace, name: 'web' }),
      deployment({ namespace, name: 'api' }),
    ]);
    const shared = { ...pullSecrets, logins: [{ ...LOGIN, shared: true }] };
    const source = { [SOURCE]: TAG };
    assert.deepEqual(planOf(objects, { source, pullSecrets: shared }).namespacesWithPushLogin, [
      'bank',
      'shop',
    ]);
    assert.deepEqual(planOf(objects, { source, pullSecrets }).namespacesWithPushLogin, []);
  });

  it('holds it too where an existing Secret is about to get it, and the plan warns of both', () => {
    const objects = [deployment({ namespace: 'bank' }), deployment({ pullSecrets: ['own'] })];
    const plan = planOf(objects, {
      source: { [SOURCE]: TAG },
      pullSecrets: { logins: [{ ...LOGIN, shared: true }], granting: new Set(['shop/own']) },
    });
    assert.deepEqual(plan.namespacesWithPushLogin, ['bank', 'shop']);
    assert.deepEqual(plan.warnings, [
      'everyone who can read Secrets in 2 namespaces (bank, shop) can push to new.example, as pods have no login of their own: give them one with --pull-username or --pull-secret',
    ]);
  });

  it('is not needed for images that the target shows to everybody', () => {
    const team = { place: { host: 'new.example', path: 'team' }, shared: true };
    const plan = planOf([deployment()], { source: { [SOURCE]: TAG }, pullSecrets: { logins: [team] } });
    assert.deepEqual([plan.changes[0]?.addPullSecrets, plan.namespacesWithPushLogin], [[], []]);
  });
});
