/** Takes a lease that was found to be free, unless somebody else is faster. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { ATTEMPTS, isConflict } from '../cluster/conflict.ts';
import { acquisition, holderOf, newLease } from './lease-object.ts';

export interface LeaseTaking {
  readonly namespace: string;
  /** As last read; `undefined`: it does not exist. */
  readonly lease: KubernetesObject | undefined;
  readonly holder: Holder;
  readonly now: number;
  /** Take it even while its holder keeps renewing it. */
  readonly takeover: boolean;
}

/** `undefined` when taken, otherwise the holder who was faster. Throws ClusterError. */
export async function takeLease(
  cluster: Cluster,
  taking: LeaseTaking,
  signal: AbortSignal,
): Promise<Holder | undefined> {
  const { namespace, holder, takeover } = taking;
  const name = { namespace, name: LEASE_NAME };
  let { lease } = taking;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write(cluster, { ...taking, lease }, signal);
      return undefined;
    } catch (error) {
      if (!isConflict(error, 'already-exists')) throw error;
      const current = await cluster.get(LEASES, name, signal);
      const winner = holderOf(current);
      if (winner === undefined) throw error;
      // It is ours: the response was lost.
      if (winner.identity === holder.identity) return undefined;
      const hasOnlyRenewed = winner.identity === holderOf(lease)?.identity;
      if (!takeover || !hasOnlyRenewed || attempt >= ATTEMPTS) return winner;
      lease = current;
    }
  }
}

async function write(
  cluster: Cluster,
  { namespace, lease, holder, now }: LeaseTaking,
  signal: AbortSignal,
): Promise<void> {
  if (lease === undefined) await cluster.create(LEASES, newLease(namespace, holder, now), { signal });
  else await cluster.patch(LEASES, lease.metadata, acquisition(lease, holder, now), { signal });
}
