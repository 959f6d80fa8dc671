import assert from 'node:assert/strict';
import type { RunState } from '../../../src/domain/run/run.ts';
import { listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { prunableRuns, pruneRuns } from '../../../src/workflow/run/prune-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { aRun } from '../../support/builders/run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const { signal } = new AbortController();

/** Runs of these states, one a day; the last is the newest. */
function withRuns(...states: readonly RunState[]): InMemoryCluster {
  return new InMemoryCluster(
    states.map((state, day) => runObject(HOME, aRun({ id: `202611${10 + day}-091733-k3x9`, state }))),
  );
}

async function left(cluster: InMemoryCluster): Promise<string[]> {
  return (await listRuns(cluster, HOME, signal)).map(({ state }) => state);
}

describe('the removal of journals', () => {
  it('concerns runs that were rolled back or finished, and no others', async () => {
    const cluster = withRuns('running', 'done', 'partly', 'failed', 'interrupted', 'rolled-back', 'finished');
    const forgotten = await pruneRuns(cluster, { namespace: HOME, keep: 0 }, signal);
    assert.deepEqual(forgotten, ['20261116-091733-k3x9', '20261115-091733-k3x9']);
    assert.deepEqual(await left(cluster), ['interrupted', 'failed', 'partly', 'done', 'running']);
  });

  it('leaves the newest that are to be kept', async () => {
    const cluster = withRuns('finished', 'rolled-back', 'done', 'rolled-back');
    assert.deepEqual(await pruneRuns(cluster, { namespace: HOME, keep: 2 }, signal), [
      '20261110-091733-k3x9',
    ]);
    assert.deepEqual(await left(cluster), ['rolled-back', 'done', 'rolled-back']);
  });

  it('leaves what cannot be read: a newer version may have written it', async () => {
    const newer = runObject(HOME, aRun({ state: 'finished' }));
    const cluster = new InMemoryCluster([{ ...newer, data: { 'run.json': '{}' } }]);
    assert.deepEqual(await prunableRuns(cluster, { namespace: HOME, keep: 0 }, signal), []);
    assert.deepEqual(await pruneRuns(cluster, { namespace: HOME, keep: 0 }, signal), []);
    assert.deepEqual(cluster.writes, []);
  });
});
