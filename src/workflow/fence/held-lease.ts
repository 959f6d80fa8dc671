/** A held lease: renewed in the background, and lost for good as soon as somebody else may have it. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster, WritePermit } from '../../domain/ports/cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { type LeaseClock, longestSince, type Moment, momentOf } from './lease-clock.ts';
import { leaseRelease, holderOf, renewal, RENEW_DEADLINE_SECONDS } from './lease-object.ts';

const DEADLINE = RENEW_DEADLINE_SECONDS * 1000;

/** Timeout of one renewal attempt. */
const ATTEMPT = DEADLINE * 0.4;

export interface HeldLease extends WritePermit {
  readonly namespace: string;
  /** Confirms with the server that it is still ours; throws if it is not or the server does not answer. */
  readonly confirm: () => Promise<void>;
  /** Releases the lease; never throws. */
  readonly release: () => Promise<void>;
}

export interface Holding {
  readonly namespace: string;
  readonly holder: Holder;
  readonly clock: LeaseClock;
  /** When the request that took it was sent. */
  readonly taken: Moment;
  /** Milliseconds between two renewals. */
  readonly renewEvery: () => number;
}

/** Renews a lease that was just taken. Its `signal` aborts with the reason when the lease is lost. */
export function holdLease(
  cluster: Cluster,
  { namespace, holder, clock, taken, renewEvery }: Holding,
): HeldLease {
  const name = { namespace, name: LEASE_NAME };
  const lost = new AbortController();
  let renewed = taken;
  /** Error of the last attempt. */
  let problem: ExpectedError | undefined;
  let cancelRenewal: () => void = () => undefined;
  let cancelDeadline: () => void = () => undefined;

  const lose = (reason: unknown): void => {
    cancelRenewal();
    cancelDeadline();
    lost.abort(reason);
  };
  const left = (): number => {
    lost.signal.throwIfAborted();
    const rest = DEADLINE - longestSince(renewed, clock);
    if (rest <= 0) lose(ranOut(namespace, problem));
    lost.signal.throwIfAborted();
    return rest;
  };
  // A separate timer: a renewal that hangs must not keep the lease.
  const watchDeadline = (): void => {
    if (lost.signal.aborted) return;
    const rest = DEADLINE - longestSince(renewed, clock);
    if (rest <= 0) lose(ranOut(namespace, problem));
    else cancelDeadline = clock.later(rest, watchDeadline);
  };
  const renew = async (): Promise<void> => {
    const sent = momentOf(clock);
    const attempt = new AbortController();
    const cancel = clock.later(ATTEMPT, () => {
      problem = new ExpectedError('the server does not answer');
      attempt.abort(problem);
    });
    try {
      const signal = AbortSignal.any([lost.signal, attempt.signal]);
      await cluster.patch(LEASES, name, renewal(holder, sent.wall), { signal });
      renewed = sent;
      problem = undefined;
    } catch (error) {
      if (error instanceof ExpectedError) problem = error;
      // Any other error: retry until the deadline.
      if (error instanceof ClusterError && TAKEN.has(error.failure)) lose(takenOver(namespace));
    } finally {
      cancel();
    }
  };
  const keepRenewing = (): void => {
    cancelRenewal = clock.later(renewEvery(), () => {
      void renew().then(() => {
        if (!lost.signal.aborted) keepRenewing();
      });
    });
  };
  keepRenewing();
  watchDeadline();
  return {
    namespace,
    signal: lost.signal,
    left,
    confirm: async () => {
      left();
      const lease = await cluster.get(LEASES, name, lost.signal);
      if (holderOf(lease)?.identity !== holder.identity) lose(takenOver(namespace));
      left();
    },
    release: async () => {
      if (lost.signal.aborted) return;
      cancelRenewal();
      const permit = { left, signal: lost.signal };
      await cluster.patch(LEASES, name, leaseRelease(holder), { permit }).catch(() => undefined);
      lose(new ExpectedError(`the lease of namespace ${namespace} was released`));
    },
  };
}

/** `not-found`: it was deleted, so that anybody can take it. */
const TAKEN: ReadonlySet<string> = new Set(['patch-test-failed', 'not-found']);

function takenOver(namespace: string): ExpectedError {
  return new ExpectedError(`stopped: another run took over namespace ${namespace}`, {
    nextStep: 'Nothing more is changed there. See which run continues with `kubectl registry-switch status`.',
  });
}

function ranOut(namespace: string, problem: ExpectedError | undefined): ExpectedError {
  const reason = problem === undefined ? '' : `: ${problem.message}`;
  const isRefused = problem instanceof ClusterError && REFUSALS.has(problem.failure);
  const before = isRefused
    ? `Allow updates of Lease ${LEASE_NAME} in namespace ${namespace} (roles and admission policies), then`
    : 'When the cluster can be reached again,';
  return new ExpectedError(
    `stopped: the lease of namespace ${namespace} could not be renewed for ${RENEW_DEADLINE_SECONDS}s${reason}`,
    {
      nextStep: `Nothing more is changed there: another run may have started. ${before} see \`kubectl registry-switch status\`.`,
      cause: problem,
    },
  );
}

/** The server answered and refused. */
const REFUSALS: ReadonlySet<string> = new Set(['forbidden', 'invalid', 'unauthorized']);
