import assert from 'node:assert/strict';
import { COPY_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { JOBS } from '../../../src/domain/kubernetes/resource.ts';
import type { RunState } from '../../../src/domain/run/run.ts';
import { closeRuns } from '../../../src/workflow/rollback/close-runs.ts';
import { listRuns } from '../../../src/workflow/journals/list-runs.ts';
import { runObject } from '../../../src/workflow/journals/run-object.ts';
import { aRun } from '../../support/builders/run.ts';
import { secret } from '../../support/builders/secrets.ts';
import { job } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const PLANNED = [{ name: 'Deployment shop/web', outcome: 'planned' as const }];
const { signal } = new AbortController();

/** A run, and what its copy has left. */
function killed(state: RunState): InMemoryCluster {
  const copy = { namespace: HOME, name: COPY_NAME };
  return new InMemoryCluster([
    runObject(HOME, aRun({ state, workloads: PLANNED })),
    job(copy),
    secret(copy, {}),
  ]);
}

async function settle(cluster: InMemoryCluster, state: RunState, isWhole = true): Promise<string[]> {
  const runs = [aRun({ state, workloads: PLANNED })];
  const whole = { isWhole: () => isWhole, looked: [], results: [] };
  return closeRuns(cluster, { namespace: HOME, runs, ...whole }, signal);
}

describe('a run that is undone', () => {
  it('says so in its journal, and nothing of its copy is left', async () => {
    const cluster = killed('running');
    assert.deepEqual(await settle(cluster, 'running'), []);
    const [run] = await listRuns(cluster, HOME, signal);
    assert.deepEqual([run?.state, run?.workloads[0]?.outcome], ['rolled-back', 'not-started']);
    assert.deepEqual(
      cluster.writes.filter((write) => write.startsWith('delete')),
      [`delete secrets ${HOME}/${COPY_NAME}`, `delete jobs.batch ${HOME}/${COPY_NAME}`],
    );
    assert.match(cluster.writes.at(-1) ?? '', /^patch configmaps/, 'the journal goes last');
  });

  it('leaves a copy alone that cannot be its own: it was done', async () => {
    const cluster = killed('done');
    await settle(cluster, 'done');
    assert.ok(!cluster.writes.some((write) => write.startsWith('delete')));
  });

  it('stays open, with its copy, when not all of it was looked at', async () => {
    const cluster = killed('running');
    await settle(cluster, 'running', false);
    assert.deepEqual(cluster.writes, []);
  });

  it('warns of a copy that may not be removed', async () => {
    const cluster = killed('running');
    cluster.refuse('get', JOBS, 'forbidden');
    assert.match((await settle(cluster, 'running')).join(), /Job and Secrets .* were not removed/);
    assert.equal((await listRuns(cluster, HOME, signal))[0]?.state, 'rolled-back');
  });
});
