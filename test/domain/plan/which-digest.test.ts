import assert from 'node:assert/strict';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { DriftPolicy } from '../../../src/domain/plan/digest-decision.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { statefulSet, type WorkloadShape } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';

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

describe('buildPlan: what runs that nobody can tell', () => {
  const untold = running({ name: 'docker' }, [TAG, `docker://${OTHER}`]);
  const other = running({ name: 'web', namespace: 'bank' }, [at(TAG)]);
  const says = `${SOURCE}: the digest that 2 pods run is not known`;

  it('is moved to what the tag says, and the plan says so', () => {
    const plan = planOf([...untold, ...other], { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { docker: TARGET, web: TARGET });
    assert.equal(plan.warnings[0], `${says} (StatefulSet shop/docker), copied is ${TAG}`);
  });

  it('is left alone for a user who refuses drift, and holds nobody else up', () => {
    const plan = planOf([...untold, ...other], { drift: 'refuse', source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { docker: 'drift', web: TARGET });
    assert.equal(plan.leftAlone[0]?.reason, `${says}, and --drift refuse was given`);
    assert.deepEqual(
      plan.copies.map(({ usedBy }) => usedBy),
      [1],
    );
  });

  it('is not even copied where nobody else needs it', () => {
    const plan = planOf(untold, { drift: 'refuse', source: { [SOURCE]: TAG } });
    assert.deepEqual([plan.copies, plan.warnings], [[], []]);
  });

  it('is told where nobody can tell either what its tag points to', () => {
    const plan = planOf([...untold, ...other], { source: { [SOURCE]: 'it is down' } });
    assert.deepEqual(fates(plan), { docker: 'drift', web: TARGET });
    assert.match(plan.leftAlone[0]?.reason ?? '', /not known and the digest of its tag is unknown/);
  });

  it('does not matter for what is pinned by digest', () => {
    const pinned = running({ image: `${SOURCE}@${TAG}` }, [TAG]);
    const plan = planOf(pinned, { drift: 'refuse', source: { [`${SOURCE}@${TAG}`]: TAG, [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { web: `${TARGET}@${TAG}` });
    assert.doesNotMatch(plan.warnings.join(), /not known/);
  });

  it('is told of images that are mounted as volumes', () => {
    const owner = statefulSet({ imageVolumes: { models: SOURCE }, image: 'else.example/x:1' });
    const mounting = pod({ owner, imageVolumes: { models: SOURCE }, image: 'else.example/x:1' });
    const plan = planOf([owner, mounting], { source: { [SOURCE]: TAG } });
    assert.match(plan.warnings.join(), /^old\.example.*the digest that 1 pod runs is not known/);
  });

  it('counts where pods were made to say something else: drift is seen', () => {
    const owner = statefulSet({ image: SOURCE, status: { updateRevision: 'web-2' } });
    const labels = { 'controller-revision-hash': 'web-2' };
    const said = { image: 'mirror.example/web:1', imageIds: { app: `mirror.example/web@${RUNNING}` } };
    const plan = planOf([owner, pod({ owner, labels, ...said })], {
      source: { [SOURCE]: TAG, [`${SOURCE}@${RUNNING}`]: RUNNING },
    });
    assert.deepEqual(
      plan.drift.map(({ decided, tag }) => [decided, tag]),
      [[RUNNING, TAG]],
    );
  });
});

describe('buildPlan: pods that report a manifest of an index', () => {
  const [AMD, ARM] = [digestOf('amd'), digestOf('arm')];
  const parts = new Map([[TAG, new Set([AMD, ARM])]]);
  const known = { [SOURCE]: TAG, [`${SOURCE}@${AMD}`]: AMD, [`${SOURCE}@${ARM}`]: ARM };

  const cases: readonly [string, readonly string[], Parameters<typeof planOf>[1], Digest, boolean][] = [
    ['of one platform', [at(AMD)], {}, TAG, false],
    ['of several platforms', [at(AMD), at(AMD), at(ARM)], {}, TAG, false],
    ['beside pods that report the index', [at(AMD), at(TAG)], {}, TAG, false],
    ['for a user who refuses drift', [at(AMD), at(ARM)], { drift: 'refuse' }, TAG, false],
    ['under a foreign name', [`mirror.example/x@${AMD}`], {}, TAG, false],
    ['in the minority', [at(OTHER), at(OTHER), at(AMD)], {}, OTHER, true],
    [
      'where the tag has moved on, and others report it',
      [at(AMD), at(TAG)],
      { source: { ...known, [SOURCE]: OTHER } },
      TAG,
      true,
    ],
  ];
  for (const [name, pods, shape, digest, drifts] of cases) {
    it(`run the index: ${name}`, () => {
      const plan = planOf(running({}, pods), { source: known, parts, ...shape });
      assert.deepEqual([plan.copies.map((copy) => copy.digest), plan.drift.length > 0], [[digest], drifts]);
      assert.deepEqual(fates(plan), { web: TARGET });
    });
  }

  it('know what the image is for those who are left after a move that was interrupted', () => {
    const images = [{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, digest: TAG }] as const;
    const moved = { name: 'moved', image: TARGET, annotations: changeLog([{ images }]) };
    const objects = [...running(moved, [`new.example/shop/web@${AMD}`]), ...running({ name: 'idle' }, [])];
    const down = { source: { [SOURCE]: 'it is down' }, target: { [TARGET]: TAG } };
    assert.deepEqual(fates(planOf(objects, { ...down, parts })), { idle: TARGET });
  });
});

describe('buildPlan: what a move that was interrupted has left', () => {
  const idle = running({ name: 'idle' }, []);
  const down = { source: { [SOURCE]: 'it is down' }, target: { [TARGET]: RUNNING } };

  it('is copied as its neighbours run it that were moved before, where the source cannot be asked', () => {
    const plan = planOf([...movedTo(RUNNING), ...idle], down);
    assert.deepEqual(fates(plan), { idle: TARGET });
    assert.deepEqual(
      plan.copies.map(({ digest, present }) => ({ digest, present })),
      [{ digest: RUNNING, present: true }],
    );
  });

  it('is copied so too where a webhook has pinned or rewritten what they were moved to', () => {
    const image = 'mirror.example/shop/web:1';
    const images = [
      { slot: 'container', name: 'app', from: SOURCE, to: TARGET, stands: image, digest: RUNNING },
    ] as const;
    const moved = { name: 'moved', image, annotations: changeLog([{ images }]) };
    const plan = planOf([...running(moved, [`mirror.example/shop/web@${RUNNING}`]), ...idle], down);
    assert.deepEqual(fates(plan), { idle: TARGET });
  });

  const cases: readonly [string, readonly KubernetesObject[], Parameters<typeof planOf>[1]][] = [
    ['those neighbours are of another namespace', movedTo(RUNNING, { namespace: 'evil' }), down],
    ['their pods run something else than was moved', movedTo(RUNNING, {}, OTHER), down],
    ['they disagree', [...movedTo(RUNNING), ...movedTo(OTHER, { name: 'other' })], down],
    ['they were set to something else since', movedTo(RUNNING, { image: 'new.example/shop/web:2' }), down],
    ['the user wants the tag', movedTo(RUNNING), { ...down, drift: 'tag' }],
    ['the source says that it is gone', movedTo(RUNNING), { ...down, source: { [SOURCE]: 'absent' } }],
  ];
  for (const [when, moved, shape] of cases) {
    it(`is left alone when ${when}`, () => {
      assert.deepEqual(fates(planOf([...moved, ...idle], shape)), { idle: 'no-digest' });
    });
  }

  /** A workload that was moved with a digest, and a pod of it that runs one. */
  function movedTo(
    digest: Digest,
    shape: WorkloadShape = {},
    runs: Digest = digest,
  ): readonly KubernetesObject[] {
    const images = [{ slot: 'container', name: 'app', from: SOURCE, to: TARGET, digest }] as const;
    const moved = { name: 'moved', image: TARGET, annotations: changeLog([{ images }]), ...shape };
    return running(moved, [`new.example/shop/web@${runs}`]);
  }
});

describe('buildPlan: one tag in several namespaces', () => {
  const crowd = running({ namespace: 'evil', name: 'crowd' }, [at(OTHER), at(OTHER), at(OTHER)]);
  const web = running({ name: 'web' }, [at(TAG)]);
  const idle = running({ name: 'idle' }, []);

  it('means what the source says where any pod runs that, however many run something else', () => {
    const plan = planOf([...crowd, ...web, ...idle], { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { crowd: 'drift', web: TARGET, idle: TARGET });
    assert.deepEqual(
      plan.copies.map(({ digest }) => digest),
      [TAG],
    );
  });

  it('means what most namespaces run where the tag has moved on, not most pods', () => {
    const objects = [
      ...crowd,
      ...running({ namespace: 'bank', name: 'bank' }, [at(RUNNING)]),
      ...running({ name: 'web' }, [at(RUNNING)]),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(fates(plan), { crowd: 'drift', web: TARGET, bank: TARGET });
  });

  for (const [what, tag] of [
    ['says something else', TAG],
    ['is gone', 'absent'],
    ['cannot be asked for', 'it is down'],
  ] as const) {
    it(`is decided by nobody else for what runs nothing where the tag ${what}`, () => {
      const plan = planOf([...crowd, ...idle], { source: { [SOURCE]: tag } });
      assert.deepEqual(fates(plan), { crowd: TARGET, idle: 'drift' });
      assert.match(plan.leftAlone[0]?.reason ?? '', /start it, or decide with --drift tag/);
    });
  }

  it('is what its neighbours run, for what runs nothing, where nobody can tell what the tag says', () => {
    const plan = planOf([...web, ...idle], { source: { [SOURCE]: 'it is down' } });
    assert.deepEqual(fates(plan), { web: TARGET, idle: TARGET });
  });
});
