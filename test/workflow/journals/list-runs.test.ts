import assert from 'node:assert/strict';
import type { Run } from '../../../src/domain/run/run.ts';
import { findRun, latestResumable, listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { markRuns } from '../../../src/workflow/run/mark-runs.ts';
import { withRun } from '../../../src/workflow/run/with-run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { leases, NAMESPACE, RUN, TALK } from '../run/run-call.ts';

describe('the list of runs', () => {
  it('has the newest first, and finds the one to go on with', async () => {
    const cluster = new InMemoryCluster();
    const { signal } = new AbortController();
    for (const [id, state] of [
      ['20261121-091733-aaaa', 'partly'],
      ['20261122-091733-bbbb', 'done'],
    ] as const) {
      const run = { ...RUN, id };
      await withRun(
        cluster,
        { ...TALK, run, leases: leases(), signal },
        async () => Promise.resolve(),
        () => ({ state, message: '' }),
      );
    }
    const runs = await listRuns(cluster, NAMESPACE, signal);
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['20261122-091733-bbbb', '20261121-091733-aaaa'],
    );
    assert.equal(latestResumable(runs)?.id, '20261121-091733-aaaa');
    const ids = runs.map(({ id }) => id);
    const mark = (run: Run): Run => ({ ...run, state: 'rolled-back' });
    await markRuns(cluster, { namespace: NAMESPACE, ids, mark }, signal);
    assert.equal(latestResumable(await listRuns(cluster, NAMESPACE, signal)), undefined);
  });

  it('names the runs that there are when asked for another', () => {
    assert.throws(
      () => findRun({ runs: [RUN], unreadable: [] }, '20200101-000000-none'),
      /run 20200101-000000-none not found/,
    );
  });
});
