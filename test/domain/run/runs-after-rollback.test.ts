import assert from 'node:assert/strict';
import type { Run, RunOutcome } from '../../../src/domain/run/run.ts';
import { runsAfterRollback, type RollbackResult } from '../../../src/domain/run/runs-after-rollback.ts';
import { aRun } from '../../support/builders/run.ts';

const NOTHING: RollbackResult = { isWhole: false, rolledBack: new Set(), untouched: new Set() };

function run(outcomes: Readonly<Record<string, RunOutcome>>, more: Partial<Run> = {}): Run {
  const workloads = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  return aRun({ state: 'partly', message: 'one is left', ...more, workloads });
}

function told(runs: readonly Run[]): unknown[] {
  return runs.map(({ state, message, workloads }) => [
    state,
    message,
    ...workloads.map(({ outcome }) => outcome),
  ]);
}

describe('the journals of runs after a rollback', () => {
  const cases: readonly [
    title: string,
    outcomes: Record<string, RunOutcome>,
    Partial<RollbackResult>,
    unknown[],
  ][] = [
    [
      'of everything are rolled back, whatever they say',
      { web: 'switched', gone: 'switched', late: 'planned', sick: 'failed' },
      { isWhole: true, rolledBack: new Set(['web']) },
      [['rolled-back', 'one is left', 'rolled-back', 'gone', 'not-started', 'failed']],
    ],
    [
      'of one workload stay open while others are switched',
      { web: 'switched', cart: 'switched' },
      { rolledBack: new Set(['web']) },
      [['partly', 'one is left', 'rolled-back', 'switched']],
    ],
    [
      'of the last workload are rolled back',
      { web: 'rolled-back', cart: 'unhealthy' },
      { rolledBack: new Set(['cart']) },
      [['rolled-back', 'one is left', 'rolled-back', 'rolled-back']],
    ],
    [
      'that were killed before they changed anything are rolled back when all was looked at',
      { web: 'planned', cart: 'planned' },
      { untouched: new Set(['web', 'cart']) },
      [['rolled-back', 'closed before any workload was switched: one is left', 'not-started', 'not-started']],
    ],
    [
      'that were killed stay open where not all was looked at',
      { web: 'planned', cart: 'planned' },
      { untouched: new Set(['web']) },
      [['partly', 'one is left', 'not-started', 'planned']],
    ],
    [
      'do not hold a workload for switched that carries no record any more',
      { web: 'switched', cart: 'unhealthy' },
      { untouched: new Set(['web']), rolledBack: new Set(['cart']) },
      [['rolled-back', 'one is left', 'reverted', 'rolled-back']],
    ],
    ['that it does not concern are not written', { web: 'switched' }, { rolledBack: new Set(['cart']) }, []],
  ];
  for (const [title, outcomes, undoing, expected] of cases) {
    it(title, () => {
      assert.deepEqual(told(runsAfterRollback([run(outcomes)], { ...NOTHING, ...undoing })), expected);
    });
  }

  it('that are closed stay as they are', () => {
    const closed = (['finished', 'rolled-back'] as const).map((state) => run({ web: 'switched' }, { state }));
    assert.deepEqual(
      runsAfterRollback(closed, { ...NOTHING, isWhole: true, rolledBack: new Set(['web']) }),
      [],
    );
  });
});
