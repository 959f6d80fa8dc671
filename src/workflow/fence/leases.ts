/** The leases of a run: one in every namespace that it writes to, so that two runs never write the same object. */
import { ExpectedError } from '../../domain/errors.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { memoize } from '../../domain/memoize.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { mapConcurrently } from '../cluster/map-concurrently.ts';
import { type HeldLease, holdLease } from './held-lease.ts';
import { momentOf } from './lease-clock.ts';
import { holderOf, RENEW_DEADLINE_SECONDS, RETRY_SECONDS } from './lease-object.ts';
import { type LeaseFinding, type LeaseTerms, observeLeases } from './observe-leases.ts';
import { type Asker, heldByOthers, isGoing, joinedError, refusalOf } from './refusals.ts';
import { takeLease } from './take-lease.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Many leases are renewed less often, to limit the load on the API server. */
const MOST_RENEWALS_A_SECOND = 50;
const LONGEST_RENEWAL = 2 * RETRY_SECONDS * 1000;

/** With less time left the lease is confirmed again before use. */
const CONFIRMED_BELOW = (RENEW_DEADLINE_SECONDS - RETRY_SECONDS) * 1000;

/** A namespace: its held lease, or why nothing may be written to it. */
type Standing = HeldLease | ExpectedError;

export interface Leases {
  /** The lease of a namespace, taken on first use. Throws ExpectedError when it cannot be acquired. */
  readonly of: (namespace: string) => Promise<HeldLease>;
  /** Requested namespaces to the reason why nothing may be written there. */
  readonly refused: ReadonlyMap<string, ExpectedError>;
  readonly release: () => Promise<void>;
}

export interface LeasesRequest extends LeaseTerms {
  /** Namespaces known from the start. */
  readonly namespaces: readonly string[];
  /** Leave out namespaces in which another run is working, and continue in the others. */
  readonly leaveOut: boolean;
  /** Namespace whose lease is indispensable. */
  readonly stateNamespace?: string;
  /** Called before the first write to a namespace whose last holder may have requests in flight. */
  readonly onAbandoned: (lease: HeldLease, last: Holder) => Promise<void>;
}

/**
 * All or none; with `leaveOut` only the state namespace is indispensable. Throws ExpectedError naming all other
 * holders.
 */
export async function takeLeases(
  cluster: Cluster,
  request: LeasesRequest,
  signal: AbortSignal,
): Promise<Leases> {
  const standings = new Map<string, Standing>();
  const held = (): HeldLease[] => [...standings.values()].filter(isHeld);
  const renewEvery = (): number =>
    Math.min(LONGEST_RENEWAL, Math.max(RETRY_SECONDS, held().length / MOST_RENEWALS_A_SECOND) * 1000);

  const take = async (namespace: string, finding: LeaseFinding | undefined): Promise<void> => {
    if (finding?.state !== 'free') {
      standings.set(namespace, refusalOf(namespace, finding, request));
      return;
    }
    const taken = momentOf(request.clock);
    const { holder: own, clock, stateNamespace, namespaces } = request;
    const reach = namespaces.filter((one) => one !== stateNamespace);
    const holder = namespace === stateNamespace ? { ...own, reach } : own;
    try {
      const { takeover } = request;
      const taking = { namespace, lease: finding.lease, holder, now: taken.wall, takeover };
      const winner = await takeLease(cluster, taking, signal);
      if (winner !== undefined) {
        standings.set(namespace, refusalOf(namespace, { state: 'held', by: winner }, request));
        return;
      }
      const lease = holdLease(cluster, { namespace, holder, clock, taken, renewEvery });
      standings.set(namespace, lease);
    } catch (error) {
      signal.throwIfAborted();
      standings.set(namespace, refusalOf(namespace, { state: 'unreadable', error }, request));
    }
  };
  const tellOfLast = async (lease: HeldLease, finding: LeaseFinding | undefined): Promise<void> => {
    const last = finding?.state === 'free' && finding.abandoned ? holderOf(finding.lease) : undefined;
    if (last !== undefined) await request.onAbandoned(lease, last);
  };
  const isNeeded = (namespace: string): boolean => !request.leaveOut || namespace === request.stateNamespace;
  /** In order of name, so that one of two competing runs gets all. */
  const takeAll = async (namespaces: readonly string[]): Promise<void> => {
    const findings = await observeLeases(cluster, namespaces, request, signal);
    throwIfHeld(new Map([...findings].filter(([namespace]) => isNeeded(namespace))), request);
    for (const namespace of namespaces) await take(namespace, findings.get(namespace));
    throwRefusals([...standings].flatMap(([namespace, one]) => (isNeeded(namespace) ? one : [])));
    await confirmOld(held());
    await mapConcurrently(held(), async (lease) => tellOfLast(lease, findings.get(lease.namespace)), {
      concurrency: FEW_AT_ONCE,
      signal,
    });
  };
  const standingOf = memoize(String, async (namespace: string): Promise<Standing> => {
    const known = standings.get(namespace);
    if (known !== undefined) return known;
    const finding = (await observeLeases(cluster, [namespace], request, signal)).get(namespace);
    await take(namespace, finding);
    const standing = standings.get(namespace);
    if (standing === undefined) throw new Error(`no result for the lease of ${namespace}`);
    if (isHeld(standing)) await tellOfLast(standing, finding);
    return standing;
  });
  const release = async (): Promise<void> => {
    const options = { concurrency: FEW_AT_ONCE, signal: new AbortController().signal };
    await mapConcurrently(held(), async (lease) => lease.release(), options);
  };
  try {
    await takeAll([...new Set(request.namespaces)].toSorted());
  } catch (error) {
    await release();
    throw error;
  }
  return {
    of: async (namespace) => {
      const standing = await standingOf(namespace);
      if (isHeld(standing)) return standing;
      throw standing;
    },
    get refused() {
      return new Map([...standings].filter((entry): entry is [string, ExpectedError] => !isHeld(entry[1])));
    },
    release,
  };
}

/** The first leases may have been lost while the others were taken. Throws ExpectedError. */
async function confirmOld(leases: readonly HeldLease[]): Promise<void> {
  for (const lease of leases) {
    if (lease.left() < CONFIRMED_BELOW) await lease.confirm();
  }
}

function isHeld(standing: Standing): standing is HeldLease {
  return !(standing instanceof ExpectedError);
}

/** Checked before the first of them is taken. */
function throwIfHeld(findings: ReadonlyMap<string, LeaseFinding>, asker: Asker): void {
  const holders = [...findings].flatMap(([namespace, finding]) =>
    finding.state === 'held' ? [[namespace, finding.by] as const] : [],
  );
  if (holders.length > 0) throw heldByOthers(new Map(holders), asker);
}

function throwRefusals(standings: readonly Standing[]): void {
  const refusals = standings.flatMap((standing) => (isHeld(standing) || isGoing(standing) ? [] : standing));
  if (refusals.length > 0) throw joinedError(refusals);
}
