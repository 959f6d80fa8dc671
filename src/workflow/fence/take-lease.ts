/** Takes a lease that was found to be free, if nobody else is faster. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { isRaced } from '../cluster/raced.ts';
import { acquisition, holderOf, newLease } from './lease-object.ts';

export interface LeaseTaking {
  readonly namespace: string;
  /** As it was seen; `undefined`: there is none. */
  readonly lease: KubernetesObject | undefined;
  readonly holder: Holder;
  readonly now: number;
}

/** `undefined`: taken; else who was faster. Throws ClusterError. */
export async function takeLease(
  cluster: Cluster,
  { namespace, lease, holder, now }: LeaseTaking,
  signal: AbortSignal,
): Promise<Holder | undefined> {
  const name = { namespace, name: LEASE_NAME };
  try {
    if (lease === undefined) await cluster.create(LEASES, newLease(namespace, holder, now), { signal });
    else await cluster.patch(LEASES, name, acquisition(lease, holder, now), { signal });
    return undefined;
  } catch (error) {
    if (!isRaced(error, 'already-exists')) throw error;
    const winner = holderOf(await cluster.get(LEASES, name, signal));
    if (winner === undefined) throw error;
    // Its own: the answer to the request was lost.
    return winner.identity === holder.identity ? undefined : winner;
  }
}
