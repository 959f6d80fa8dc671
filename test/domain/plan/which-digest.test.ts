import assert from 'node:assert/strict';
import type { DriftPolicy } from '../../../src/domain/plan/digest-decision.ts';
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
    ['what runs where the source cannot be reached', [at(RUNNING)], 'running', 'it is down', RUNNING, false],
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
    assert.match(plan.leftAlone[0]?.reason ?? '', /restart it, or choose --drift tag/);
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
