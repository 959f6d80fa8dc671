/** The only way for a run to write: nothing is written once the lease of the namespace is lost. */
import { leaseNamespaceOf } from '../../domain/kubernetes/own-names.ts';
import type { Cluster, WriteOptions, WritePermit } from '../../domain/ports/cluster.ts';
import { readsOf } from '../../domain/ports/cluster-reads.ts';
import type { HeldLease } from './held-lease.ts';

export interface Fence {
  /** The lease of a namespace; throws when it cannot be acquired. */
  readonly of: (namespace: string) => Promise<HeldLease>;
  /** Lease of the state namespace, without which nothing at all is written. */
  readonly stateLease?: HeldLease | undefined;
}

/**
 * Passes reads. A write confirms with the server that the lease is still held, after its object was read and before
 * it is sent. A run that takes over first takes the lease and then bumps the version of every object that may be
 * about to be written: so either the confirmation fails, or the version test in the write itself. This is independent
 * of clocks and of how long a process or a packet was delayed; the time-based permit only fails earlier what could no
 * longer succeed.
 *
 * `signal`: nothing more is begun once it is aborted.
 */
export function fencedCluster(cluster: Cluster, { of, stateLease }: Fence, signal?: AbortSignal): Cluster {
  const write = async <Options extends WriteOptions, Result>(
    namespace: string | undefined,
    options: Options | undefined,
    send: (options: Options | WriteOptions) => Promise<Result>,
  ): Promise<Result> => {
    if (options?.dryRun === true) return send(options);
    signal?.throwIfAborted();
    const own = await of(leaseNamespaceOf({ namespace }));
    const permit = jointPermit(stateLease === undefined ? [own] : [own, stateLease], signal);
    permit.left();
    await own.confirm();
    signal?.throwIfAborted();
    return send({ ...options, permit });
  };
  return {
    ...readsOf(cluster),
    create: async (resource, object, options) =>
      write(object.metadata.namespace, options, async (fenced) => cluster.create(resource, object, fenced)),
    patch: async (resource, name, patch, options) =>
      write(name.namespace, options, async (fenced) => cluster.patch(resource, name, patch, fenced)),
    delete: async (resource, name, options) =>
      write(name.namespace, options, async (fenced) => cluster.delete(resource, name, fenced)),
    evict: async (pod, options) =>
      write(pod.namespace, options, async (fenced) => cluster.evict(pod, fenced)),
  };
}

/** Valid as long as all of them are. */
function jointPermit(permits: readonly WritePermit[], signal: AbortSignal | undefined): WritePermit {
  const signals = permits.map((permit) => permit.signal);
  return {
    left: () => Math.min(...permits.map(({ left }) => left())),
    signal: AbortSignal.any(signal === undefined ? signals : [...signals, signal]),
  };
}
