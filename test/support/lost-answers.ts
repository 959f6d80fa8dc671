import type { InMemoryCluster } from './in-memory-cluster.ts';

/** From now on the answer to every patch is lost once: it is sent again, and only the second answer arrives. */
export function losePatchAnswers(cluster: InMemoryCluster): void {
  const patch = cluster.patch.bind(cluster);
  cluster.patch = async (...request) => {
    await patch(...request);
    return patch(...request);
  };
}
