import assert from 'node:assert/strict';
import { RUNS_VIEW } from '../../../src/commands/views/runs-view.ts';
import type { RunOutcome } from '../../../src/domain/run/run.ts';
import type { ListedRun } from '../../../src/workflow/run/list-conditions.ts';
import { aMove, aRun } from '../../support/builders/run.ts';

function cells(run: ListedRun): Record<string, unknown> {
  const list = { apiVersion: 'registry-switch/v1', kind: 'RunList', runs: [run], unreadable: [] } as const;
  const [row] = RUNS_VIEW.rows(list);
  assert.ok(row);
  return Object.fromEntries(RUNS_VIEW.columns.map(({ header, value }) => [header, value(row)]));
}

function listed(shape: Partial<ListedRun>): ListedRun {
  return { ...aRun(shape), condition: shape.state ?? 'running', ...shape };
}

describe('the view of runs', () => {
  it('counts what workloads came to', () => {
    const outcomes: readonly RunOutcome[] = ['switched', 'switched', 'planned'];
    const workloads = outcomes.map((outcome, index) => ({ name: `Deployment shop/${index}`, outcome }));
    assert.equal(cells(listed({ workloads })).workloads, '2 switched, 1 planned');
  });

  const cases: readonly [title: string, shape: Partial<ListedRun>, message: string][] = [
    ['what one does that is under way', { step: 'Planning' }, 'Planning'],
    ['what one did that was killed', { step: 'Planning', condition: 'stalled' }, 'Planning'],
    ['why one ended', { state: 'failed', step: 'Planning', message: 'boom' }, 'boom'],
    ['nothing of one that is done', { state: 'done', step: 'Looking for old references' }, ''],
    ['nothing of one that is rolled back', { state: 'rolled-back', step: 'Planning' }, ''],
  ];
  for (const [title, shape, message] of cases) {
    it(`tells ${title}`, () => {
      assert.equal(cells(listed(shape)).message, message);
    });
  }

  it('shows journals that cannot be read, with the reason', () => {
    const unreadable = [{ name: 'registry-switch-run-x', reason: 'it is not JSON' }];
    const list = { apiVersion: 'registry-switch/v1', kind: 'RunList', runs: [], unreadable } as const;
    const rows = RUNS_VIEW.rows(list).map(({ id, state, message }) => [id, state, message]);
    assert.deepEqual(rows, [['registry-switch-run-x', 'unreadable', 'it is not JSON']]);
  });

  it('tells a journal that contradicts itself, and shows no hash that nobody may have signed off', () => {
    const signed = aRun();
    assert.equal(cells(listed({})).journal, '');
    const edited = listed({ signedOff: signed.signedOff, move: aMove({ to: 'evil.example' }) });
    assert.equal(cells(edited).journal, 'edited since it started');
    assert.doesNotMatch(Object.values(cells(edited)).join(' '), /\b[0-9a-f]{12}\b/);
  });
});
