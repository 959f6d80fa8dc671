/** How a command takes leases: its holder, and what it shows while it waits for another holder. */
import { newHolder } from '../cli/operator.ts';
import { hasEnded } from '../cli/process-marker.ts';
import { leaseNamespaceOf } from '../domain/kubernetes/own-names.ts';
import type { Session } from '../cli/session.ts';
import { type Fenced, type LeaseCall, withLeases } from '../workflow/fence/with-leases.ts';

export interface LeaseTaker {
  /** The activity, for display: `rollback`. */
  readonly what: string;
  /** Id of the run that the command executes. */
  readonly run?: string;
  readonly takeover: boolean;
}

export function leaseTerms(
  { step }: Session,
  { what, run, takeover }: LeaseTaker,
): Pick<LeaseCall, 'holder' | 'takeover' | 'hasEnded' | 'whileWaiting'> {
  return { holder: newHolder(what, run), takeover, hasEnded, whileWaiting: step };
}

/** Runs a body under leases, with those of these namespaces from the beginning. */
export async function underLeases<Result>(
  session: Session,
  {
    what,
    takeover,
    ...call
  }: LeaseTaker &
    Pick<LeaseCall, 'leaveOut'> &
    Partial<Pick<LeaseCall, 'stateNamespace' | 'namespaces' | 'customImages'>>,
  body: (fenced: Fenced) => Promise<Result>,
): Promise<Result> {
  const leases = { ...leaseTerms(session, { what, takeover }), namespaces: [], customImages: [], ...call };
  return withLeases(session.unfenced, leases, session.signal, body);
}

/** Distinct namespaces whose leases are needed to change the objects. */
export function leasesFor(refs: readonly { readonly namespace?: string }[]): string[] {
  return [...new Set(refs.map(leaseNamespaceOf))];
}
