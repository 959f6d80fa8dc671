import { startTestCluster, type TestCluster } from './test-cluster.ts';

/** A cluster with one node, whose registry has `shop/app` with the tags 1 and 2. */
export async function startAppCluster(): Promise<TestCluster> {
  const cluster = await startTestCluster({ names: ['only'] });
  for (const tag of ['1', '2']) {
    cluster.registry.seedImage({ repository: 'shop/app', tag, entrypoint: ['/app'] });
  }
  return cluster;
}
