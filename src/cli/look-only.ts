/** A cluster for looking only: what changes it has to hold the leases of what it writes, and gets another one by that. */
import type { Cluster } from '../domain/ports/cluster.ts';

/** Requests that the server checks but does not carry out pass. */
export function lookOnly(cluster: Cluster): Cluster {
  const refuse = async (what: string): Promise<never> =>
    Promise.reject(new Error(`${what} without a lease: this is a mistake of the program`));
  return {
    server: cluster.server,
    defaultNamespace: cluster.defaultNamespace,
    version: async (signal) => cluster.version(signal),
    list: (resource, query, signal) => cluster.list(resource, query, signal),
    get: async (resource, name, signal) => cluster.get(resource, name, signal),
    watch: (resource, query, signal) => cluster.watch(resource, query, signal),
    logs: (pod, query, signal) => cluster.logs(pod, query, signal),
    findResource: async (name, signal) => cluster.findResource(name, signal),
    allows: async (permission, signal) => cluster.allows(permission, signal),
    create: async (resource, object, options) =>
      options?.dryRun === true ? cluster.create(resource, object, options) : refuse('a creation'),
    patch: async () => refuse('a patch'),
    delete: async () => refuse('a deletion'),
    evict: async () => refuse('an eviction'),
  };
}
