import assert from 'node:assert/strict';
import { RUNS_VIEW } from '../../../src/commands/views/runs-view.ts';
import type { ListedRun } from '../../../src/workflow/run/run-list.ts';
import { aRun } from '../../support/builders/run.ts';

function cells(run: ListedRun): Record<string, unknown> {
  return Object.fromEntries(RUNS_VIEW.columns.map(({ header, value }) => [header, value(run)]));
}

function listed(shape: Partial<ListedRun>): ListedRun {
  return { ...aRun(shape), condition: shape.state ?? 'running', ...shape };
}

describe('the view of runs', () => {
  it('counts what workloads came to', () => {
    const outcomes = ['switched', 'switched', 'planned'];
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
});
