import assert from 'node:assert/strict';
import { FINISHED_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import type { FinishedPlaces } from '../../../src/domain/run/finished-places.ts';
import { finishedRuns, rememberFinished } from '../../../src/workflow/run/finished-runs.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const [FIRST, SECOND, THIRD] = ['20260101-000000-bcdf', '20260102-000000-bcdf', '20260103-000000-bcdf'];
const namespace = 'registry-switch';
const { signal } = new AbortController();

function everywhereBut(...namespaces: readonly string[]): FinishedPlaces {
  return { type: 'everywhere-but', namespaces: new Set(namespaces) };
}

function only(...namespaces: readonly string[]): FinishedPlaces {
  return { type: 'only', namespaces: new Set(namespaces) };
}

async function remember(
  cluster: InMemoryCluster,
  ...finished: readonly (readonly [string, FinishedPlaces])[]
): Promise<void> {
  await rememberFinished(cluster, { namespace, finished: new Map(finished) }, signal);
}

async function whichAreFinished(cluster: InMemoryCluster, where = 'shop'): Promise<string[]> {
  const { isFinished } = await finishedRuns(cluster, namespace, signal);
  return [FIRST, SECOND, THIRD].filter((run) => isFinished(run, where));
}

describe('finished runs', () => {
  it('are those that were finished, and none that began before or after: it may be of another home', async () => {
    const cluster = new InMemoryCluster();
    await remember(cluster, [SECOND, everywhereBut()]);
    assert.deepEqual(await whichAreFinished(cluster), [SECOND]);
    await remember(cluster, [THIRD, everywhereBut()]);
    assert.deepEqual(await whichAreFinished(cluster), [SECOND, THIRD]);
  });

  it('are not finished where they were left out, until they are finished there too', async () => {
    const cluster = new InMemoryCluster();
    await remember(cluster, [FIRST, everywhereBut('shop', '')]);
    assert.deepEqual(await whichAreFinished(cluster), []);
    assert.deepEqual(await whichAreFinished(cluster, 'zoo'), [FIRST]);
    const { isFinished } = await finishedRuns(cluster, namespace, signal);
    assert.equal(isFinished(FIRST, undefined), false);
    await remember(cluster, [FIRST, only('shop')]);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST]);
  });

  it('are finished only where they were to be', async () => {
    const cluster = new InMemoryCluster();
    await remember(cluster, [FIRST, only('zoo')]);
    assert.deepEqual(await whichAreFinished(cluster), []);
    await remember(cluster, [FIRST, only('shop')]);
    assert.deepEqual(await whichAreFinished(cluster), [FIRST]);
    assert.deepEqual(await whichAreFinished(cluster, 'zoo'), [FIRST]);
    assert.deepEqual(await whichAreFinished(cluster, 'ops'), []);
  });

  it('are written down once', async () => {
    const cluster = new InMemoryCluster();
    await remember(cluster, [FIRST, everywhereBut()]);
    const writes = cluster.writes.length;
    await remember(cluster, [FIRST, only('shop')]);
    assert.equal(cluster.writes.length, writes);
    await remember(cluster);
    assert.equal(cluster.writes.length, writes);
  });

  it('are none where nothing was finished, or where the memory is damaged, which is told', async () => {
    assert.deepEqual(await whichAreFinished(new InMemoryCluster()), []);
    const metadata = { namespace, name: FINISHED_NAME };
    const damages: readonly Record<string, string>[] = [
      { 'up-to': THIRD },
      { [FIRST]: '{' },
      { [FIRST]: '{}' },
      { [FIRST]: '{"but":"shop"}' },
      { [FIRST]: '{"but":["\\u001b[2J"]}' },
    ];
    for (const data of damages) {
      const cluster = new InMemoryCluster([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }]);
      assert.deepEqual(await whichAreFinished(cluster), []);
      const { warnings } = await finishedRuns(cluster, namespace, signal);
      assert.match(warnings.join('\n'), /is damaged.*do not count as finished/);
      await remember(cluster, [SECOND, everywhereBut()]);
      assert.deepEqual(await whichAreFinished(cluster), [SECOND]);
    }
  });

  it('stay few enough for a ConfigMap: the oldest are forgotten', async () => {
    const cluster = new InMemoryCluster();
    const many = Array.from(
      { length: 20_000 },
      (_, index) => `namespace-${index.toString().padStart(10, '0')}`,
    );
    await remember(cluster, [FIRST, only('shop', ...many)], [SECOND, only('shop', ...many)]);
    assert.deepEqual(await whichAreFinished(cluster), [SECOND]);
  });
});
