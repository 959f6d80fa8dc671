/** Changes the cluster where nobody else does at the same time: by the only cluster that lets a run write. */
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { ExpectedError } from '../../domain/errors.ts';
import { readDescription } from '../../domain/kubernetes/object-ref.ts';
import { leaseNamespaceOf } from '../../domain/kubernetes/own-names.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';
import { fencedCluster } from './fenced-cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import type { Run } from '../../domain/run/run.ts';
import type { HeldLease } from './held-lease.ts';
import { heldFrom } from './lease-holder.ts';
import { type LeaseClock, SYSTEM_CLOCK } from './lease-clock.ts';
import { type Leases, takeLeases } from './leases.ts';
import type { LeaseTerms } from './observe-leases.ts';
import { listRuns } from '../journals/list-runs.ts';
import { withRememberedPaths } from './remembered-paths.ts';
import { bumpResourceVersions } from './bump-resource-versions.ts';

export interface LeaseCall extends Omit<LeaseTerms, 'clock'> {
  /** Namespace of the tool's own objects; absent: none of them are written. Its loss ends everything. */
  readonly stateNamespace?: string;
  /** Where else is written, as far as it is known. */
  readonly namespaces: readonly string[];
  /** Where somebody else is at work nothing is written; the run goes on in the other namespaces. */
  readonly leaveOut: boolean;
  /** Custom resources that another run may have been about to patch, beside those that its home remembers. */
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
  readonly refused: ReadonlyMap<string, ExpectedError>;
  /** Somebody did not give back what was taken now: what was read before may have changed since. */
  readonly hasTakenOver: boolean;
}

/** Throws ExpectedError when somebody else is at work: nothing was changed then. */
export async function withLeases<Result>(
  cluster: Cluster,
  call: LeaseCall,
  signal: AbortSignal,
  body: (fenced: Fenced) => Promise<Result>,
): Promise<Result> {
  const { stateNamespace, clock = SYSTEM_CLOCK } = call;
  if (stateNamespace !== undefined) await ensureNamespace(cluster, stateNamespace, signal);
  const abandoned = new Map<string, Holder>();
  const onAbandoned = async (lease: HeldLease, last: Holder): Promise<void> => {
    abandoned.set(lease.namespace, last);
    const stateNamespaces = new Set([stateNamespace, last.stateNamespace].filter((one) => one !== undefined));
    const customImages = await withRememberedPaths(cluster, call.customImages, stateNamespaces, signal);
    await leaveMarks(cluster, { customImages, lease }, signal);
  };
  const namespaces = [...call.namespaces, ...(stateNamespace === undefined ? [] : [stateNamespace])];
  const holder: Holder = { ...call.holder, stateNamespace };
  const leases = await takeLeases(cluster, { ...call, holder, clock, onAbandoned, namespaces }, signal);
  try {
    const stateLease = stateNamespace === undefined ? undefined : await leases.of(stateNamespace);
    const last = stateNamespace === undefined ? undefined : abandoned.get(stateNamespace);
    if (stateNamespace !== undefined && last !== undefined) {
      await takeOverNamespaces(cluster, { stateNamespace, last, leases }, signal);
    }
    const fence = { of: leases.of, stateLease };
    const lost = stateLease?.signal ?? new AbortController().signal;
    const fenced = {
      cluster: fencedCluster(cluster, fence, signal),
      bookkeeping: fencedCluster(cluster, fence),
      signal: AbortSignal.any([signal, lost]),
      lost,
      refused: leases.refused,
      hasTakenOver: abandoned.size > 0,
    };
    return await body(fenced).catch((error: unknown) => {
      throw lost.aborted && !signal.aborted && !isFollowing(error, lost.reason) ? lost.reason : error;
    });
  } finally {
    await leases.release();
  }
}

/** Says more of the same. */
function isFollowing(error: unknown, reason: unknown): boolean {
  return error instanceof Error && error.cause === reason;
}

/** Whose leases a run has needed for its workloads. */
function namespacesOfRun({ workloads }: Run): string[] {
  return workloads.flatMap(({ name }) => readDescription(name) ?? []).map(leaseNamespaceOf);
}

interface Abandoned extends Pick<LeaseCall, 'customImages'> {
  readonly lease: HeldLease;
}

async function leaveMarks(
  cluster: Cluster,
  { customImages, lease }: Abandoned,
  signal: AbortSignal,
): Promise<void> {
  const { namespace } = lease;
  // Marks change nothing: nobody has to be asked for each whether the lease is still held.
  const held = { ...lease, confirm: async () => Promise.resolve() };
  const own = fencedCluster(cluster, { of: async () => Promise.resolve(held), stateLease: held }, signal);
  await bumpResourceVersions(own, { namespace, customImages }, signal);
  if (namespace === leaseNamespaceOf({}))
    await bumpResourceVersions(own, { namespace: undefined, customImages }, signal);
}

/**
 * A run that lost its home lease has lost all others: what it has sent must fail also where nothing else is to be done.
 * What it reached for, and the journals, only say where to look; the Lease there says whose it is. Runs of other homes
 * are left alone.
 */
async function takeOverNamespaces(
  cluster: Cluster,
  {
    stateNamespace,
    last,
    leases,
  }: { readonly stateNamespace: string; readonly last: Holder; readonly leases: Leases },
  signal: AbortSignal,
): Promise<void> {
  const runs = await listRuns(cluster, stateNamespace, signal);
  const journaled = runs.filter(({ state }) => state === 'running').flatMap(namespacesOfRun);
  const namespaces = new Set([...(last.reach ?? []), ...journaled]);
  for (const namespace of [...namespaces].toSorted()) {
    if ((await heldFrom(cluster, namespace, signal)) !== stateNamespace) continue;
    await leases.of(namespace).catch((error: unknown) => {
      signal.throwIfAborted();
      // Where one may not write, or somebody else is at work, nothing is written by this run either.
      if (!(error instanceof ExpectedError)) throw error;
    });
  }
}
