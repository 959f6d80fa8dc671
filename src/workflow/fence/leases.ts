/** The leases of a run: one in every namespace that it writes to, so that no two runs ever write the same object. */
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

/** Many leases are renewed less often: a cluster should not feel them. */
const MOST_RENEWALS_A_SECOND = 50;
const LONGEST_RENEWAL = 2 * RETRY_SECONDS * 1000;
const RELEASES_AT_ONCE = 8;

/** With less time left something has taken long since it was taken. */
const CONFIRMED_BELOW = (RENEW_DEADLINE_SECONDS - RETRY_SECONDS) * 1000;

/** What became of a namespace: held, or why nothing may be written to it. */
type Standing = HeldLease | ExpectedError;

export interface Leases {
  /** Of a namespace; one that nobody has asked for yet is taken now. Throws ExpectedError where it cannot be had. */
  readonly of: (namespace: string) => Promise<HeldLease>;
  /** Why nothing may be written there, by namespace, of those that were asked for. */
  readonly refused: ReadonlyMap<string, ExpectedError>;
  readonly release: () => Promise<void>;
}

export interface LeasesRequest extends LeaseTerms {
  /** Those that are known from the beginning. */
  readonly namespaces: readonly string[];
  /** Where somebody else is at work nothing is written; the run goes on in the other namespaces. */
  readonly leaveOut: boolean;
  /** Without this one nothing is done at all. */
  readonly stateNamespace?: string;
  /** Called before anything is written to a namespace whose last holder may have sent what is still on its way. */
  readonly onAbandoned: (lease: HeldLease, last: Holder) => Promise<void>;
}

/**
 * All or none, unless told to leave out: then the home or none. Throws ExpectedError with all whom it would have to wait
 * for.
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
  /** In order of name: of two runs that want the same, one gets the first of them and so all. */
  const takeAll = async (namespaces: readonly string[]): Promise<void> => {
    const findings = await observeLeases(cluster, namespaces, request, signal);
    throwIfHeld(new Map([...findings].filter(([namespace]) => isNeeded(namespace))), request);
    for (const namespace of namespaces) await take(namespace, findings.get(namespace));
    throwRefusals([...standings].flatMap(([namespace, one]) => (isNeeded(namespace) ? one : [])));
    await confirmOld(held());
    await mapConcurrently(held(), async (lease) => tellOfLast(lease, findings.get(lease.namespace)), {
      concurrency: RELEASES_AT_ONCE,
      signal,
    });
  };
  const standingOf = memoize(String, async (namespace: string): Promise<Standing> => {
    const known = standings.get(namespace);
    if (known !== undefined) return known;
    const finding = (await observeLeases(cluster, [namespace], request, signal)).get(namespace);
    await take(namespace, finding);
    const standing = standings.get(namespace);
    if (standing === undefined) throw new Error(`nothing became of the lease of ${namespace}`);
    if (isHeld(standing)) await tellOfLast(standing, finding);
    return standing;
  });
  const release = async (): Promise<void> => {
    const options = { concurrency: RELEASES_AT_ONCE, signal: new AbortController().signal };
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

/** Whoever was stopped while it took the others may have lost the first. Throws ExpectedError. */
async function confirmOld(leases: readonly HeldLease[]): Promise<void> {
  for (const lease of leases) {
    if (lease.left() < CONFIRMED_BELOW) await lease.confirm();
  }
}

function isHeld(standing: Standing): standing is HeldLease {
  return !(standing instanceof ExpectedError);
}

/** Before the first of them is taken. */
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
