/** Changes the cluster where nobody else does at the same time: by the only cluster that lets a run write. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';
import { fencedCluster } from './fenced-cluster.ts';
import type { HeldLease } from './held-lease.ts';
import { type LeaseClock, SYSTEM_CLOCK } from './lease-clock.ts';
import { takeLeases } from './leases.ts';
import type { LeaseTerms } from './observe-leases.ts';
import { touchObjects } from './touch-objects.ts';

export interface LeaseCall extends Omit<LeaseTerms, 'clock'> {
  /** Namespace of the tool's own objects; absent: none of them are written. Its loss ends everything. */
  readonly home?: string;
  /** Where else is written, as far as it is known. */
  readonly namespaces: readonly string[];
  /** Where somebody else is at work nothing is written; the other namespaces are gone on with. */
  readonly leaveOut: boolean;
  /** Custom resources that another run may have been about to patch. */
  readonly customImages: readonly CustomImages[];
  readonly clock?: LeaseClock;
}

/** What is done while leases are held is given this. */
export interface Fenced {
  /** Begins no write once the user has interrupted. */
  readonly cluster: Cluster;
  /** Also writes after an interruption: to write down how things ended. */
  readonly bookkeeping: Cluster;
  /** The user's wish to end, or the loss of the home lease. */
  readonly signal: AbortSignal;
  /** The loss of the home lease alone. */
  readonly lost: AbortSignal;
  /** Why nothing may be written to namespaces, by their names. */
  readonly refused: ReadonlyMap<string, Error>;
  /** Somebody did not give back what was taken now: what was read before may have changed since. */
  readonly hasTakenOver: boolean;
}

/** Throws ExpectedError when somebody else is at work: nothing was changed then. */
export async function withLeases<Result>(
  cluster: Cluster,
  { home, clock = SYSTEM_CLOCK, customImages, ...call }: LeaseCall,
  signal: AbortSignal,
  body: (fenced: Fenced) => Promise<Result>,
): Promise<Result> {
  if (home !== undefined) await ensureNamespace(cluster, home, signal);
  let hasTakenOver = false;
  const onAbandoned = async (namespace: string, lease: HeldLease): Promise<void> => {
    hasTakenOver = true;
    // The mark itself needs no mark: it changes nothing, whoever leaves it.
    const held = { ...lease, confirm: async () => Promise.resolve() };
    const own = fencedCluster(cluster, { of: async () => Promise.resolve(held), home: held }, signal);
    await touchObjects(own, { namespace, customImages }, signal);
    if (namespace === home) await touchObjects(own, { namespace: undefined, customImages }, signal);
  };
  const leases = await takeLeases(
    cluster,
    { ...call, clock, onAbandoned, namespaces: [...call.namespaces, ...(home === undefined ? [] : [home])] },
    signal,
  );
  let lost = new AbortController().signal;
  try {
    const homeLease = home === undefined ? undefined : await leases.of(home);
    lost = homeLease?.signal ?? lost;
    const fence = { of: leases.of, home: homeLease };
    return await body({
      cluster: fencedCluster(cluster, fence, signal),
      bookkeeping: fencedCluster(cluster, fence),
      signal: AbortSignal.any([signal, lost]),
      lost,
      refused: leases.refused,
      hasTakenOver,
    });
  } catch (error) {
    throw lost.aborted && !signal.aborted ? lost.reason : error;
  } finally {
    await leases.release();
  }
}
