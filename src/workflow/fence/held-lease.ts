/** One lease that is held: renewed while it can be, and lost for good as soon as it might be somebody else's. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster, WritePermit } from '../../domain/ports/cluster.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { type LeaseClock, longestSince, type Moment, momentOf } from './lease-clock.ts';
import { givingBack, holderOf, renewal, RENEW_DEADLINE_SECONDS } from './lease-object.ts';

const DEADLINE = RENEW_DEADLINE_SECONDS * 1000;

/** So long one attempt to renew may take before the next is made. */
const ATTEMPT = DEADLINE * 0.4;

export interface HeldLease extends WritePermit {
  readonly namespace: string;
  /** Asks the server whether it is still ours; throws when it is not, or when nothing can be heard. */
  readonly confirm: () => Promise<void>;
  /** Gives it back; never throws. */
  readonly release: () => Promise<void>;
}

export interface Holding {
  readonly namespace: string;
  readonly holder: Holder;
  readonly clock: LeaseClock;
  /** When the request was sent by which it was taken. */
  readonly taken: Moment;
  /** Milliseconds between two renewals. */
  readonly renewEvery: () => number;
}

/** Renews a lease that was just taken. `signal` aborts when it is lost, with the reason. */
export function holdLease(
  cluster: Cluster,
  { namespace, holder, clock, taken, renewEvery }: Holding,
): HeldLease {
  const name = { namespace, name: LEASE_NAME };
  const lost = new AbortController();
  let renewed = taken;
  /** What became of the last attempt. */
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
  // A timer of its own: a renewal that hangs must not keep the lease.
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
      // Whatever else went wrong: the next attempt may succeed, until the deadline ends them all.
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
      await cluster.patch(LEASES, name, givingBack(holder), { permit }).catch(() => undefined);
      lose(new ExpectedError(`the lease of namespace ${namespace} was given back`));
    },
  };
}

/** `not-found`: somebody deleted it, so that anybody can have it. */
const TAKEN: ReadonlySet<string> = new Set(['patch-test-failed', 'not-found']);

function takenOver(namespace: string): ExpectedError {
  return new ExpectedError(`stopped: somebody else took over namespace ${namespace}`, {
    nextStep: 'Nothing more is changed there. See who goes on with `kubectl registry-switch status`.',
  });
}

function ranOut(namespace: string, problem: ExpectedError | undefined): ExpectedError {
  const reason = problem === undefined ? '' : `: ${problem.message}`;
  const isRefused = problem instanceof ClusterError && REFUSALS.has(problem.failure);
  const before = isRefused
    ? `Let Lease ${LEASE_NAME} of namespace ${namespace} be changed (by the roles and by the policies of the cluster), then`
    : 'When the cluster can be reached again,';
  return new ExpectedError(
    `stopped: the lease of namespace ${namespace} could not be renewed for ${RENEW_DEADLINE_SECONDS}s${reason}`,
    {
      nextStep: `Nothing more is changed there: another run may have begun. ${before} see \`kubectl registry-switch status\`.`,
      cause: problem,
    },
  );
}

/** The server was reached, and would not have it. */
const REFUSALS: ReadonlySet<string> = new Set(['forbidden', 'invalid', 'unauthorized']);
