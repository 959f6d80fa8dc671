/** How a command takes leases: as whom, and what it shows while it waits for somebody. */
import { newHolder } from '../cli/operator.ts';
import { hasEnded } from '../cli/process-marker.ts';
import { leaseNamespaceOf } from '../domain/kubernetes/own-names.ts';
import type { Session } from '../cli/session.ts';
import type { LeaseCall } from '../workflow/fence/with-leases.ts';

export interface LeaseTaker {
  /** What it is doing, for people: `rollback`. */
  readonly what: string;
  /** Id of the run that it carries out. */
  readonly run?: string;
  readonly takeover: boolean;
}

export function leaseTerms(
  { step }: Session,
  { what, run, takeover }: LeaseTaker,
): Pick<LeaseCall, 'holder' | 'takeover' | 'hasEnded' | 'whileWaiting'> {
  return { holder: newHolder(what, run), takeover, hasEnded, whileWaiting: step };
}

/** Those whose leases are needed to change objects, each once. */
export function leasesFor(refs: readonly { readonly namespace?: string }[]): string[] {
  return [...new Set(refs.map(leaseNamespaceOf))];
}
