import assert from 'node:assert/strict';
import { parseCustomImages } from '../../../src/domain/inventory/custom-images.ts';
import type { Run } from '../../../src/domain/run/run.ts';
import { withPathsOfRuns } from '../../../src/workflow/journals/paths-of-runs.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const PATH = 'prometheuses.monitoring.coreos.com={.spec.image}';
const OTHER = 'prometheuses.monitoring.coreos.com={.spec.thanos.image}';
const GONE = 'gone.example={.spec.image}';

async function paths(known: readonly string[], ...runs: readonly Run[]): Promise<string[]> {
  const cluster = new InMemoryCluster([prometheus()]);
  const { signal } = new AbortController();
  const all = await withPathsOfRuns(cluster, parseCustomImages(known), runs, signal);
  return all.flatMap(({ resourceName, paths: found }) => found.map((path) => `${resourceName}=${path}`));
}

describe('the image paths of runs', () => {
  it('are added to those that are known, each once', async () => {
    const run = aRun({ move: aMove({ 'image-path': [PATH, OTHER] }) });
    assert.deepEqual(await paths([PATH], run, run), [PATH, OTHER]);
  });

  it('are none of runs that are closed or were told none', async () => {
    const closed = aRun({ state: 'rolled-back', move: aMove({ 'image-path': [PATH] }) });
    assert.deepEqual(await paths([], closed, aRun()), []);
  });

  it('are left out where the server has no such resource any more', async () => {
    assert.deepEqual(await paths([], aRun({ move: aMove({ 'image-path': [GONE, PATH] }) })), [PATH]);
  });

  it('are left out where somebody has made no path of them', async () => {
    const edited = aRun({ move: aMove({ 'image-path': ['__proto__', '={', PATH] }) });
    assert.deepEqual(await paths([], edited), [PATH]);
  });
});
