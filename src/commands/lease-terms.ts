/** How a command takes leases: its holder, and what it shows while it waits for another holder. */
import { newHolder } from '../cli/operator.ts';
import { hasEnded } from '../cli/process-marker.ts';
import { leaseNamespaceOf } from '../domain/kubernetes/own-names.ts';
import type { Session } from '../cli/session.ts';
import type { LeaseCall } from '../workflow/fence/with-leases.ts';

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

/** Distinct namespaces whose leases are needed to change the objects. */
export function leasesFor(refs: readonly { readonly namespace?: string }[]): string[] {
  return [...new Set(refs.map(leaseNamespaceOf))];
}
