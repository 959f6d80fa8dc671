/** Observes leases until it is known for each whether it can be taken. */
import pMap from 'p-map';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Holder } from '../../domain/run/holder.ts';
import type { LeaseClock } from './lease-clock.ts';
import { holderOf, LEASE_SECONDS } from './lease-object.ts';
import { FEW_AT_ONCE } from '../cluster/requests-at-once.ts';

const LOOK_EVERY = 1000;

export interface LeaseTerms {
  readonly holder: Holder;
  /** Take leases even from a live holder. */
  readonly takeover: boolean;
  /** Whether the process with this marker is known to have ended. */
  readonly hasEnded: (process: string) => boolean;
  readonly clock: LeaseClock;
  /** Runs a wait as a step that is shown only if there is something to wait for. */
  readonly whileWaiting: WhileWaiting;
  /** The flag with which this command continues without a namespace; absent: `--exclude-namespace NAMESPACE`. */
  readonly goesWithout?: string;
}

export type WhileWaiting = (title: string, wait: (work: Work) => Promise<void>) => Promise<void>;

export type LeaseFinding =
  /** `abandoned`: the last holder did not release it and may have requests in flight. */
  | { readonly state: 'free'; readonly lease: KubernetesObject | undefined; readonly abandoned: boolean }
  | { readonly state: 'held'; readonly by: Holder }
  | { readonly state: 'unreadable'; readonly error: unknown };

/** A version of a lease, and when it was first seen. */
interface Observation {
  readonly holder: Holder;
  readonly version: string;
  readonly since: number;
}

/**
 * As in client-go, independent of other machines' clocks: a holder that renews is alive; one that has not renewed for
 * a lease duration since first seen is not. So a held lease is watched for a while.
 */
export async function observeLeases(
  cluster: Cluster,
  namespaces: readonly string[],
  terms: LeaseTerms,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LeaseFinding>> {
  const findings = new Map<string, LeaseFinding>();
  const seen = new Map<string, Observation>();
  const look = async (namespace: string): Promise<void> => {
    const sent = terms.clock.monotonic();
    try {
      const lease = await cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal);
      const finding = judge(lease, { seen: seen.get(namespace), sent }, terms);
      if ('state' in finding) findings.set(namespace, finding);
      else seen.set(namespace, finding);
    } catch (error) {
      signal.throwIfAborted();
      findings.set(namespace, { state: 'unreadable', error });
    }
  };
  const undecided = () => namespaces.filter((namespace) => !findings.has(namespace));
  const lookAtAll = async () => pMap(undecided(), look, { concurrency: FEW_AT_ONCE });
  await lookAtAll();
  if (undecided().length === 0) return findings;
  const [first] = seen.values();
  await terms.whileWaiting(`Waiting for ${first?.holder.name ?? ''}`, async ({ progress }) => {
    while (undecided().length > 0) {
      progress.update(waitingText(undecided(), seen, terms.clock));
      await terms.clock.sleep(LOOK_EVERY, signal);
      await lookAtAll();
    }
  });
  return findings;
}

interface Look {
  readonly seen: Observation | undefined;
  /** When the request was sent. */
  readonly sent: number;
}

function judge(
  lease: KubernetesObject | undefined,
  { seen, sent }: Look,
  terms: LeaseTerms,
): LeaseFinding | Observation {
  const by = holderOf(lease);
  if (lease === undefined || by === undefined) return { state: 'free', lease, abandoned: false };
  const isOwn = by.identity === terms.holder.identity;
  if (isOwn || mayBeTaken(by, terms)) return { state: 'free', lease, abandoned: !isOwn };
  const version = lease.metadata.resourceVersion ?? '';
  if (seen === undefined) return { holder: by, version, since: terms.clock.monotonic() };
  if (version !== seen.version) return { state: 'held', by };
  return sent - seen.since < LEASE_SECONDS * 1000 ? seen : { state: 'free', lease, abandoned: true };
}

function mayBeTaken({ process }: Holder, { takeover, hasEnded }: LeaseTerms): boolean {
  return takeover || (process !== undefined && hasEnded(process));
}

function waitingText(
  namespaces: readonly string[],
  seen: ReadonlyMap<string, Observation>,
  clock: LeaseClock,
): string {
  const since = Math.min(...namespaces.flatMap((namespace) => seen.get(namespace)?.since ?? []));
  const age = Math.round((clock.monotonic() - since) / 1000);
  return `not renewed for ${age}s in ${namespaces.join(', ')}, expires after ${LEASE_SECONDS}s`;
}
