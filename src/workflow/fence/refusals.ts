/** Why a namespace cannot be written to, in words for people. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { Holder } from '../../domain/run/holder.ts';
import type { LeaseFinding } from './observe-leases.ts';

/** What a namespace is left alone for. What is no failure of the cluster or of others is thrown on. */
export function refusalOf(namespace: string, finding: LeaseFinding | undefined): ExpectedError {
  if (finding?.state === 'held') return heldByOthers(new Map([[namespace, finding.by]]));
  const error = finding?.state === 'unreadable' ? finding.error : undefined;
  if (error instanceof ClusterError && error.failure === 'terminating') {
    return new ClusterError('terminating', 'its namespace is being deleted', { cause: error });
  }
  if (error instanceof ExpectedError) return error;
  throw new Error(`the lease of namespace ${namespace} could not be read`, { cause: error });
}

/** By namespace. */
export function heldByOthers(holders: ReadonlyMap<string, Holder>): ExpectedError {
  const groups = [...Map.groupBy(holders, ([, { identity }]) => identity).values()];
  const places = groups.map((group) => {
    const names = group.map(([namespace]) => namespace).join(', ');
    return `${group.length === 1 ? 'namespace' : 'namespaces'} ${names} (${group[0]?.[1].name ?? ''})`;
  });
  return new ExpectedError(`another run is changing ${places.join('; ')}`, {
    nextStep:
      'Wait for its end: `kubectl registry-switch status -w`, leave namespaces out with --exclude-namespace (and keep apart with a --copy-namespace of your own), or stop that run with --takeover.',
  });
}
