import assert from 'node:assert/strict';
import { FINISHED_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import type { RunState } from '../../../src/domain/run/run.ts';
import { finishedRuns, rememberFinished } from '../../../src/workflow/run/finished-runs.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const [FIRST, SECOND, THIRD] = ['20260101-000000-bcdf', '20260102-000000-bcdf', '20260103-000000-bcdf'];
const namespace = 'registry-switch';
const { signal } = new AbortController();

function run(id: string, state: RunState = 'finished') {
  return { id, state };
}

async function whichAreFinished(cluster: InMemoryCluster, runs: readonly ReturnType<typeof run>[] = []) {
  const { isFinished } = await finishedRuns(cluster, { namespace, runs }, signal);
  return [FIRST, SECOND, THIRD].filter(isFinished);
}

describe('finished runs', () => {
  it('are all up to the newest that was finished, also when their journals are gone', async () => {
    const cluster = new InMemoryCluster();
    await rememberFinished(cluster, { namespace, runs: [run(SECOND), run(FIRST)] }, signal);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST, SECOND]);
  });

  it('are never one whose journal is open: its machine may have had another clock', async () => {
    const cluster = new InMemoryCluster();
    await rememberFinished(cluster, { namespace, runs: [run(SECOND)] }, signal);
    assert.deepEqual(await whichAreFinished(cluster, [run(FIRST, 'done')]), [SECOND]);
  });

  it('stay so when an earlier one is finished', async () => {
    const cluster = new InMemoryCluster();
    await rememberFinished(cluster, { namespace, runs: [run(SECOND)] }, signal);
    await rememberFinished(cluster, { namespace, runs: [run(FIRST)] }, signal);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST, SECOND]);
    await rememberFinished(cluster, { namespace, runs: [run(THIRD)] }, signal);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST, SECOND, THIRD]);
  });

  it('are none where nothing was finished, or where the memory is damaged', async () => {
    assert.deepEqual(await whichAreFinished(new InMemoryCluster()), []);
    const metadata = { namespace, name: FINISHED_NAME };
    for (const data of [{}, { 'up-to': 'zzzz' }, { 'up-to': '99999999' }]) {
      const damaged = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      assert.deepEqual(await whichAreFinished(new InMemoryCluster([damaged])), []);
    }
  });

  it('are none by a memory that is ahead of time, which is told and then mended', async () => {
    const metadata = { namespace, name: FINISHED_NAME };
    const ahead = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'up-to': '99991231-235959-zzzz' },
    };
    const cluster = new InMemoryCluster([ahead]);
    const { isFinished, warnings } = await finishedRuns(cluster, { namespace, runs: [] }, signal);
    assert.ok(!isFinished(FIRST));
    assert.match(warnings.join('\n'), /it gives up nothing/);
    await rememberFinished(cluster, { namespace, runs: [run(FIRST)] }, signal);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST]);
  });

  it('are remembered by nobody where there was no run', async () => {
    const cluster = new InMemoryCluster();
    await rememberFinished(cluster, { namespace, runs: [] }, signal);
    assert.deepEqual(cluster.writes, []);
  });
});
