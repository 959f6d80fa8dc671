import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PlannedChange } from '../../../src/domain/plan/plan.ts';
import { planWaves, type WaveRules } from '../../../src/domain/plan/waves.ts';
import { DEPLOYMENTS, PODS } from '../../../src/domain/kubernetes/resource.ts';

const RULES: WaveRules = { canary: true, size: 10, namespaces: [] };

function change(place: string, more: Partial<PlannedChange> = {}): PlannedChange {
  const [namespace = '', name = ''] = place.split('/');
  const workload = { resource: DEPLOYMENTS, namespace, name };
  return { workload, managedBy: [], images: [], pin: false, addPullSecrets: [], pods: 1, after: [], ...more };
}

/** Each wave as `title: places`. */
function said(changes: readonly PlannedChange[], rules: Partial<WaveRules> = {}): string[] {
  return planWaves(changes, { ...RULES, ...rules }).map(
    (wave) =>
      `${wave.title}: ${wave.changes.map(({ workload }) => `${workload.namespace ?? ''}/${workload.name}`).join(' ')}`,
  );
}

const big = change('a/big', { pods: 9 });
const small = change('b/small', { pods: 2 });
const none = change('b/none', { pods: 0 });
const aPod = change('b/pod', { workload: { resource: PODS, namespace: 'b', name: 'pod' } });

describe('planWaves', () => {
  const cases: readonly [name: string, got: string[], expected: string[]][] = [
    [
      'the smallest with pods is the canary',
      said([big, none, small]),
      ['canary: b/small', 'a: a/big', 'b: b/none'],
    ],
    [
      'a bare Pod, which is down while its image does not run, is no canary',
      said([big, aPod]),
      ['canary: a/big', 'b: b/pod'],
    ],
    ['a bare Pod is one where there is nothing else', said([aPod, none]), ['canary: b/pod', 'b: b/none']],
    ['nothing is left to learn from a canary alone', said([big]), ['a: a/big']],
    ['no canary where none is wanted', said([big, small], { canary: false }), ['a: a/big', 'b: b/small']],
    ['without pods there is no canary', said([none, { ...none }]), ['b: b/none b/none']],
    [
      'large namespaces are cut',
      said([change('a/1'), change('a/2'), change('a/3')], { canary: false, size: 2 }),
      ['a: a/1 a/2', 'a: a/3'],
    ],
    [
      'named namespaces go first',
      said([change('a/1'), change('b/1'), change('c/1')], { canary: false, namespaces: ['c', 'b'] }),
      ['c: c/1', 'b: b/1', 'a: a/1'],
    ],
    [
      'what waits for another follows it, wherever it is',
      said([change('a/web', { after: ['z/deployment/db'] }), change('z/db')], { canary: false }),
      ['z: z/db', 'a: a/web'],
    ],
    [
      'the own namespace need not be said, nor the case of the kind be right',
      said([change('a/web', { after: ['Deployment/db'] }), change('a/db')], { canary: false }),
      ['a: a/db', 'a: a/web'],
    ],
    [
      'what waits is no canary',
      said([change('a/web', { after: ['deployment/db'] }), change('a/db', { pods: 5 })]),
      ['canary: a/db', 'a: a/web'],
    ],
    [
      'what is not part of the plan is not waited for',
      said([change('a/web', { after: ['deployment/gone'] })], { canary: false }),
      ['a: a/web'],
    ],
  ];
  for (const [name, got, expected] of cases) {
    it(name, () => {
      assert.deepEqual(got, expected);
    });
  }

  it('takes no canary that waits, if only for what is not going to be switched', () => {
    const gone = change('c/gone');
    const web = change('a/web', { after: ['c/deployment/gone'] });
    const api = change('a/api', { after: ['deployment/web'] });
    const waves = planWaves([web, api, change('b/big', { pods: 9 })], RULES, [gone.workload]);
    assert.deepEqual(
      waves.map((wave) => wave.changes.map(({ workload }) => workload.name)),
      [['big'], ['web'], ['api']],
    );
  });

  it('leaves nothing out that goes round: the plan should have', () => {
    const round = [change('a/x', { after: ['deployment/y'] }), change('a/y', { after: ['deployment/x'] })];
    assert.deepEqual(said([...round, change('a/z')], { canary: false }), ['a: a/z', 'a: a/x a/y']);
  });

  it('bears a row of ten thousand, each waiting for the one before it', () => {
    const row = Array.from({ length: 10_000 }, (_, index) =>
      change(`a/w${index}`, { after: index === 0 ? [] : [`deployment/w${index - 1}`] }),
    );
    assert.equal(planWaves(row, RULES).length, 10_000);
  });

  it('loses and doubles nothing, and keeps to the size', () => {
    const changes = fc.uniqueArray(
      fc.record({ place: fc.stringMatching(/^[abc]\/[a-f]{1,2}$/), pods: fc.nat(3) }),
      { selector: ({ place }) => place },
    );
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 4 }), fc.boolean(), (places, size, canary) => {
        const all = places.map(({ place, pods }) => change(place, { pods }));
        const waves = planWaves(all, { canary, size, namespaces: [] });
        const seen = waves.flatMap((wave) => wave.changes);
        assert.equal(seen.length, all.length);
        assert.deepEqual(new Set(seen), new Set(all));
        assert.ok(waves.every((wave) => wave.changes.length > 0 && wave.changes.length <= size));
      }),
    );
  });
});
