/** Who currently holds a lease, for display. */
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { type LeaseClock, SYSTEM_CLOCK } from './lease-clock.ts';
import { holderOf, LEASE_SECONDS, renewTimeOf } from './lease-object.ts';

/** Longer than the longest time between two renewals. */
const WATCHED = 5000;
const LOOK_EVERY = 500;

export interface HolderQuestion {
  readonly namespace: string;
  /** Whether the process with this marker is known to have ended. */
  readonly hasEnded: (process: string) => boolean;
  readonly clock?: LeaseClock;
}

/**
 * `undefined`: no live holder known. A lease that looks expired is watched for a renewal, since its timestamp comes
 * from another clock.
 */
export async function leaseHolder(
  cluster: Cluster,
  { namespace, hasEnded, clock = SYSTEM_CLOCK }: HolderQuestion,
  signal: AbortSignal,
): Promise<Holder | undefined> {
  const read = async () => cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal);
  const first = await read();
  const holder = holderOf(first);
  if (holder === undefined || (holder.process !== undefined && hasEnded(holder.process))) return undefined;
  if (looksFresh(first, clock)) return holder;
  for (const end = clock.monotonic() + WATCHED; clock.monotonic() < end;) {
    await clock.sleep(LOOK_EVERY, signal);
    const next = await read();
    if (next?.metadata.resourceVersion !== first?.metadata.resourceVersion) return holderOf(next);
  }
  return undefined;
}

function looksFresh(lease: KubernetesObject | undefined, { wall }: LeaseClock): boolean {
  const renewed = renewTimeOf(lease);
  return renewed !== undefined && Math.abs(wall() - renewed) < LEASE_SECONDS * 1000;
}

/**
 * The state namespace of a lease's holder; `undefined` without a holder, without a state namespace, or when the lease
 * cannot be read.
 */
export async function heldFrom(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return holderOf(await cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal))?.stateNamespace;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExpectedError) return undefined;
    throw error;
  }
}

/** Whether it was taken and not released, even if the holder is dead. */
export async function isLeaseHeld(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<boolean> {
  return holderOf(await cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal)) !== undefined;
}
