import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { DriftPolicy } from '../../../src/domain/plan/digest-decision.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';
import { cronJob, deployment, statefulSet, type WorkloadShape } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';

const SOURCE = 'old.example/shop/web:1';
const TARGET = 'new.example/shop/web:1';
const RUNNING = digestOf('running');
const TAG = digestOf('tag');
const OTHER = digestOf('other');

/** A StatefulSet with pods that run these digests, each reported under a repository. */
function running(
  shape: WorkloadShape,
  imageIds: readonly string[],
): readonly [KubernetesObject, ...KubernetesObject[]] {
  const owner = statefulSet(shape);
  const { name } = owner.metadata;
  const pods = imageIds.map((id, index) =>
    pod({ image: SOURCE, ...shape, owner, name: `${name}-${index}`, imageIds: { app: id } }),
  );
  return [owner, ...pods];
}

const at = (digest: string): string => `old.example/shop/web@${digest}`;

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
          images: [{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, copy: TARGET }],
          addPullSecrets: [],
          pods: 1,
          after: [],
        },
      ],
      leftAlone: [],
      drift: [],
      warnings: [],
    });
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
      { slot: 'container', name: 'app', from: SOURCE, to: TARGET, copy: written },
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

describe('buildPlan: which digest', () => {
  const cases: readonly [
    name: string,
    pods: readonly string[],
    drift: DriftPolicy,
    tag: string,
    digest: string | undefined,
    drifts: boolean,
  ][] = [
    ['the tag where nothing runs', [], 'running', TAG, TAG, false],
    ['what runs, which the tag says too', [at(TAG)], 'running', TAG, TAG, false],
    ['what runs although the tag moved on', [at(RUNNING)], 'running', TAG, RUNNING, true],
    ['the tag where the user says so', [at(RUNNING)], 'tag', TAG, TAG, true],
    ['nothing where the user refuses drift', [at(RUNNING)], 'refuse', TAG, undefined, true],
    ['what runs, for a user who refuses drift', [at(TAG)], 'refuse', TAG, TAG, false],
    ['what most pods run', [at(RUNNING), at(OTHER), at(RUNNING)], 'running', OTHER, RUNNING, true],
    ['what runs where the tag is gone', [at(RUNNING)], 'running', 'absent', RUNNING, false],
    ['what runs where the source cannot be asked', [at(RUNNING)], 'running', 'it is down', RUNNING, false],
    ['nothing where the tag is gone and wanted', [at(RUNNING)], 'tag', 'absent', undefined, false],
    ['nothing where nothing is known', [], 'running', 'it is down', undefined, false],
    ['nothing of pods that tell no digest', ['sha256:0a1b'], 'running', 'absent', undefined, false],
    ['what docker reports', [`docker-pullable://${at(RUNNING)}`], 'running', TAG, RUNNING, true],
    [
      'the tag where a digest has a foreign name',
      [`elsewhere.example/x@${RUNNING}`],
      'running',
      TAG,
      TAG,
      false,
    ],
  ];
  for (const [name, pods, drift, tag, digest, drifts] of cases) {
    it(`copies ${name}`, () => {
      const plan = planOf(running({}, pods), { drift, source: { [SOURCE]: tag } });
      assert.deepEqual(
        plan.copies.map((copy) => copy.digest),
        digest === undefined ? [] : [digest],
      );
      assert.equal(plan.drift.length > 0, drifts);
      if (drifts) assert.equal(plan.drift[0]?.decided, digest);
      if (digest !== undefined) return;
      assert.deepEqual(fates(plan), { web: drift === 'refuse' && drifts ? 'drift' : 'no-digest' });
    });
  }

  it('takes the tag among equals, whichever digest comes first by name', () => {
    for (const tag of [TAG, RUNNING]) {
      const plan = planOf(running({}, [at(RUNNING), at(TAG)]), { source: { [SOURCE]: tag } });
      assert.deepEqual(
        plan.copies.map(({ digest }) => digest),
        [tag],
      );
    }
  });

  it('counts a digest under a foreign name when the source confirms it', () => {
    const plan = planOf(running({}, [`elsewhere.example/x@${RUNNING}`]), {
      source: { [SOURCE]: TAG, [`${SOURCE}@${RUNNING}`]: RUNNING },
    });
    assert.deepEqual(
      plan.copies.map(({ digest }) => digest),
      [RUNNING],
    );
    assert.deepEqual(plan.drift, [
      { image: SOURCE, running: [{ digest: RUNNING, pods: 1 }], tag: TAG, decided: RUNNING },
    ]);
  });

  it('adds up pods that report one digest under several names', () => {
    const plan = planOf(running({}, [at(RUNNING), `alias.example/x@${RUNNING}`, at(OTHER)]), {
      source: { [SOURCE]: OTHER, [`${SOURCE}@${RUNNING}`]: RUNNING },
    });
    assert.deepEqual(plan.drift[0]?.running, [
      { digest: RUNNING, pods: 2 },
      { digest: OTHER, pods: 1 },
    ]);
  });

  it('leaves a workload alone all of whose pods run something else', () => {
    const objects = [
      ...running({ name: 'most' }, [at(RUNNING), at(RUNNING)]),
      ...running({ name: 'few' }, [at(OTHER)]),
      ...running({ name: 'mixed' }, [at(OTHER), at(RUNNING)]),
      ...running({ name: 'idle' }, []),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: RUNNING } });
    assert.deepEqual(fates(plan), { most: TARGET, few: 'drift', mixed: TARGET, idle: TARGET });
    assert.match(plan.leftAlone[0]?.reason ?? '', /restart it, or decide with --drift tag/);
  });

  it('switches it all the same where the user wants the tag', () => {
    const objects = [
      ...running({ name: 'most' }, [at(RUNNING), at(RUNNING)]),
      ...running({ name: 'few' }, [at(OTHER)]),
    ];
    const plan = planOf(objects, { drift: 'tag', source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { most: TARGET, few: TARGET });
  });
});

describe('buildPlan: what cannot be copied', () => {
  it('leaves exactly those alone that need a deleted image', () => {
    const gone = 'old.example/shop/gone:1';
    const objects = [
      deployment({ name: 'whole' }),
      deployment({ name: 'half', containers: { app: SOURCE, log: gone } }),
      deployment({ name: 'gone', image: gone }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG, [gone]: 'absent' } });
    assert.deepEqual(fates(plan), { whole: TARGET, half: 'no-digest', gone: 'no-digest' });
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      [TARGET],
    );
  });

  it('takes what runs for deleted when the source does not have it any more', () => {
    const plan = planOf(running({}, [at(RUNNING)]), {
      source: { [SOURCE]: TAG, [`${SOURCE}@${RUNNING}`]: 'absent' },
    });
    assert.deepEqual(fates(plan), { web: 'no-digest' });
    assert.match(plan.leftAlone[0]?.reason ?? '', /the source does not have .* any more/);
  });

  it('needs no source for what is at the target already', () => {
    const plan = planOf(running({}, [at(RUNNING)]), {
      source: { [SOURCE]: 'absent', [`${SOURCE}@${RUNNING}`]: 'absent' },
      target: { [TARGET]: RUNNING },
    });
    assert.deepEqual(
      plan.copies.map(({ present }) => present),
      [true],
    );
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('leaves a target tag alone that holds another image', () => {
    const plan = planOf([deployment()], { source: { [SOURCE]: TAG }, target: { [TARGET]: OTHER } });
    assert.deepEqual([plan.copies, fates(plan)], [[], { web: 'target-differs' }]);
    assert.match(plan.leftAlone[0]?.reason ?? '', /--overwrite/);
  });

  it('replaces it with --overwrite', () => {
    const plan = planOf([deployment()], {
      overwrite: true,
      source: { [SOURCE]: TAG },
      target: { [TARGET]: OTHER },
    });
    assert.deepEqual(
      plan.copies.map(({ digest, present }) => [digest, present]),
      [[TAG, false]],
    );
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('leaves alone what the target does not tell about', () => {
    const plan = planOf([deployment()], { source: { [SOURCE]: TAG }, target: { [TARGET]: 'not allowed' } });
    assert.deepEqual(
      plan.leftAlone.map(({ code, reason }) => [code, reason]),
      [['no-digest', `${TARGET}: not allowed`]],
    );
  });
});

describe('buildPlan: images pinned by digest', () => {
  const pinnedTo = (digest: string, tag = ':1'): string => `old.example/shop/web${tag}@${digest}`;

  it('copies a tag with a digest by that digest, whatever the tag says', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      plan.copies.map(({ digest, target }) => [digest, target]),
      [[RUNNING, TARGET]],
    );
    assert.deepEqual(
      plan.changes[0]?.images.map(({ to }) => to),
      [`${TARGET}@${RUNNING}`],
    );
    assert.deepEqual(plan.drift, []);
  });

  it('invents a tag for a digest alone, so that the image is kept', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING, '') })]);
    const tag = `digest-${RUNNING.slice(7, 39)}`;
    assert.deepEqual(
      plan.copies.map(({ source, target }) => [source, target]),
      [[at(RUNNING), `new.example/shop/web:${tag}`]],
    );
    assert.deepEqual(
      plan.changes[0]?.images.map(({ to }) => to),
      [`new.example/shop/web@${RUNNING}`],
    );
  });

  it('makes way for a tag that stands for another image', () => {
    const objects = [
      deployment({ name: 'pinned', image: pinnedTo(RUNNING) }),
      deployment({ name: 'tagged', image: SOURCE }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      new Map(plan.copies.map(({ target, digest }) => [target, digest])),
      new Map([
        [TARGET, TAG],
        [`new.example/shop/web:digest-${RUNNING.slice(7, 39)}`, RUNNING],
      ]),
    );
    assert.equal(plan.changes.length, 2);
  });

  it('makes way for a tag of another source too, whichever comes first by name', () => {
    for (const from of ['a.example', 'z.example']) {
      const objects = [
        deployment({ name: 'pinned', image: `${from}/shop/web:1@${RUNNING}` }),
        deployment({ name: 'tagged', image: SOURCE }),
      ];
      const plan = planOf(objects, { mapping: { from: ['old.example', from] }, source: { [SOURCE]: TAG } });
      assert.deepEqual(plan.copies.find(({ target }) => target === TARGET)?.digest, TAG);
      assert.equal(plan.copies.length, 2);
    }
  });

  it('makes way for what the target holds', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { target: { [TARGET]: OTHER } });
    const target = `new.example/shop/web:digest-${RUNNING.slice(7, 39)}`;
    assert.equal(plan.copies[0]?.target, target);
    assert.equal(plan.changes[0]?.images[0]?.copy, target);
  });

  it('shares the tag with the same image', () => {
    const objects = [
      deployment({ name: 'pinned', image: pinnedTo(TAG) }),
      deployment({ name: 'tagged', image: SOURCE }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      plan.copies.map(({ target, digest }) => [target, digest]),
      [[TARGET, TAG]],
    );
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
  const pullSecrets = { pullSecret: 'target', serviceAccounts: new Map(), granting: new Set<string>() };
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
});

describe('buildPlan: two sources on one target', () => {
  const mapping = { from: ['old.example', 'older.example'] };
  const objects = [
    deployment({ name: 'a', image: 'old.example/shop/web:1' }),
    deployment({ name: 'b', image: 'older.example/shop/web:1' }),
  ];

  it('is refused before anything happens', () => {
    assert.throws(
      () =>
        planOf(objects, {
          mapping,
          source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': OTHER },
        }),
      (error) => error instanceof UsageError && error.message.includes(`${TARGET} <- `),
    );
  });

  it('is fine where both are the same image', () => {
    const plan = planOf(objects, {
      mapping,
      source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': TAG },
    });
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      [TARGET],
    );
    assert.equal(plan.changes.length, 2);
  });

  it('is fine with the host in the path', () => {
    const plan = planOf(objects, {
      mapping: { ...mapping, strategy: 'prefix-host' },
      source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': OTHER },
    });
    assert.equal(plan.copies.length, 2);
  });
});

describe('buildPlan: custom resources', () => {
  const image = 'old.example/prom/prometheus:3';
  const owner = prometheus({ name: 'main', image });

  it('changes the custom resource and not what its operator makes of it', () => {
    const made = statefulSet({ name: 'prometheus-main', image, owner });
    const objects = [
      owner,
      made,
      pod({ name: 'p-0', image, owner: made, imageIds: { app: `x/y@${RUNNING}` } }),
    ];
    const plan = planOf(objects, { source: { [image]: TAG, [`${image}@${RUNNING}`]: RUNNING } });
    assert.deepEqual(fates(plan), { main: 'new.example/prom/prometheus:3' });
    assert.deepEqual(plan.changes[0]?.workload.resource, PROMETHEUSES);
    assert.equal(plan.copies[0]?.digest, RUNNING);
  });

  it('warns that the operator decides about pull Secrets', () => {
    const plan = planOf([owner], {
      source: { [image]: TAG },
      pullSecrets: { pullSecret: 'target', serviceAccounts: new Map(), granting: new Set() },
    });
    assert.deepEqual(plan.changes[0]?.addPullSecrets, []);
    assert.deepEqual(plan.warnings, [
      'Prometheus shop/main: its operator decides about pull Secrets: see that its pods can pull from the target',
    ]);
  });

  it('leaves a sidecar alone that only the operator can change', () => {
    const made = statefulSet({ name: 'made', containers: { app: image, own: 'old.example/side:1' }, owner });
    const other = statefulSet({ name: 'other', image: 'old.example/side:1', owner });
    const plan = planOf([owner, made, other], { source: { [image]: TAG, 'old.example/side:1': OTHER } });
    assert.deepEqual(fates(plan), { main: 'new.example/prom/prometheus:3', other: 'controlled' });
  });
});
