/** A cluster for looking only: what changes it has to hold the leases of what it writes, and gets another one by that. */
import type { Cluster } from '../domain/ports/cluster.ts';
import { readsOf } from '../domain/ports/cluster-reads.ts';

/** Requests that the server checks but does not carry out pass. */
export function lookOnly(cluster: Cluster): Cluster {
  const refuse = async (what: string): Promise<never> =>
    Promise.reject(new Error(`${what} without a lease: this is a mistake of the program`));
  return {
    ...readsOf(cluster),
    create: async (resource, object, options) =>
      options?.dryRun === true ? cluster.create(resource, object, options) : refuse('a creation'),
    patch: async () => refuse('a patch'),
    delete: async () => refuse('a deletion'),
    evict: async () => refuse('an eviction'),
  };
}
