/** Runs a body under leases, with the fenced cluster that allows it to write. */
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
  /** Namespace of the tool's own objects; absent: none are written. Losing its lease ends the run. */
  readonly stateNamespace?: string;
  /** Other namespaces that are known to be written to. */
  readonly namespaces: readonly string[];
  /** Leave out namespaces in which another run is working, and continue in the others. */
  readonly leaveOut: boolean;
  /** Custom resources that another run may have been about to patch, besides the stored ones. */
  readonly customImages: readonly CustomImages[];
  readonly clock?: LeaseClock;
}

/** What the body gets. */
export interface Fenced {
  /** Starts no write after an interruption. */
  readonly cluster: Cluster;
  /** Still writes after an interruption, to record how things ended. */
  readonly bookkeeping: Cluster;
  /** Aborts on interruption or when the lease of the state namespace is lost. */
  readonly signal: AbortSignal;
  /** Aborts only when the lease of the state namespace is lost. */
  readonly lost: AbortSignal;
  /** Namespace name to the reason why nothing may be written there. */
  readonly refused: ReadonlyMap<string, ExpectedError>;
  /** A lease was taken from a holder that did not release it: what was read before may have changed. */
  readonly hasTakenOver: boolean;
}

/** Throws ExpectedError, before any change, when another run holds a lease. */
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

/** Whether an error is only a consequence of the abort. */
function isFollowing(error: unknown, reason: unknown): boolean {
  return error instanceof Error && error.cause === reason;
}

/** Namespaces that the workloads of a run are in. */
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
  // Bumping versions changes nothing, so the lease is not confirmed for each object.
  const held = { ...lease, confirm: async () => Promise.resolve() };
  const own = fencedCluster(cluster, { of: async () => Promise.resolve(held), stateLease: held }, signal);
  await bumpResourceVersions(own, { namespace, customImages }, signal);
  if (namespace === leaseNamespaceOf({}))
    await bumpResourceVersions(own, { namespace: undefined, customImages }, signal);
}

/**
 * A run that lost the lease of its state namespace has lost all others, and its requests in flight must fail in every
 * namespace. Its annotated reach and the journals only say where to look; the Lease there decides whose it is. Runs
 * with other state namespaces are left alone.
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
      // Where this run may not write, or another run is working, nothing is written anyway.
      if (!(error instanceof ExpectedError)) throw error;
    });
  }
}
