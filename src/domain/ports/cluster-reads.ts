/** The reads of a cluster, which a fenced cluster passes unchanged. */
import type { Cluster } from './cluster.ts';

export type ClusterReads = Omit<Cluster, 'create' | 'patch' | 'delete' | 'evict'>;

export function readsOf(cluster: Cluster): ClusterReads {
  return {
    server: cluster.server,
    context: cluster.context,
    defaultNamespace: cluster.defaultNamespace,
    version: async (signal) => cluster.version(signal),
    list: (resource, query, signal) => cluster.list(resource, query, signal),
    get: async (resource, name, signal) => cluster.get(resource, name, signal),
    watch: (resource, query, signal) => cluster.watch(resource, query, signal),
    logs: (pod, query, signal) => cluster.logs(pod, query, signal),
    findResource: async (name, signal) => cluster.findResource(name, signal),
    allows: async (permission, signal) => cluster.allows(permission, signal),
  };
}
