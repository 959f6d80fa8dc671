import assert from 'node:assert/strict';
import { progressOf } from '../../../src/domain/run/progress.ts';
import type { RunOutcome } from '../../../src/domain/run/run.ts';

function stand(outcomes: Readonly<Record<string, RunOutcome>>): string {
  const workloads = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  return progressOf({ id: 'R', workloads });
}

describe('where a run stands', () => {
  it('names what was done, what was not, and what became of the rest', () => {
    assert.equal(
      stand({
        'Deployment shop/a': 'switched',
        'Deployment shop/b': 'planned',
        'Deployment shop/c': 'rolled-back',
      }),
      'Run R: 1 workload switched (Deployment shop/a); 1 workload not done (Deployment shop/b); Deployment shop/c rolled-back:',
    );
  });

  it('says so when nothing was done', () => {
    assert.equal(
      stand({ a: 'not-started', b: 'planned' }),
      'Run R: no workload has completed its switch; 2 workloads not done (a, b):',
    );
  });

  it('is short for thousands', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`w${index}`, 'planned' as const]),
    );
    assert.match(stand(many), /5000 workloads not done \(w0, .*, w9 and 4990 more\):$/);
  });
});
