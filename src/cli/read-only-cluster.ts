/** A cluster that refuses writes: commands that write get a fenced one with their leases. */
import type { Cluster } from '../domain/ports/cluster.ts';
import { readsOf } from '../domain/ports/cluster-reads.ts';

/** Passes server-side dry runs. */
export function readOnlyCluster(cluster: Cluster): Cluster {
  const refuse = async (what: string): Promise<never> =>
    Promise.reject(new Error(`${what} without a lease: this is a bug`));
  return {
    ...readsOf(cluster),
    create: async (resource, object, options) =>
      options?.dryRun === true ? cluster.create(resource, object, options) : refuse('a creation'),
    patch: async () => refuse('a patch'),
    delete: async () => refuse('a deletion'),
    evict: async () => refuse('an eviction'),
  };
}
