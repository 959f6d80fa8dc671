/** Why a namespace cannot be written to, in words for people. */
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { Holder } from '../../domain/run/holder.ts';
import type { LeaseFinding } from './observe-leases.ts';

/** Of the command that asks for leases. */
export interface Asker {
  /** Its own namespace, without which it can do nothing. */
  readonly stateNamespace?: string | undefined;
  /** See LeaseTerms. */
  readonly goesWithout?: string | undefined;
}

/** What a namespace is left alone for. What is no failure of the cluster or of others is thrown on. */
export function refusalOf(
  namespace: string,
  finding: LeaseFinding | undefined,
  asker: Asker = {},
): ExpectedError {
  if (finding?.state === 'held') return heldByOthers(new Map([[namespace, finding.by]]), asker);
  const error = finding?.state === 'unreadable' ? finding.error : undefined;
  if (error instanceof ClusterError && error.failure === 'terminating') {
    return new ClusterError('terminating', 'its namespace is being deleted', { cause: error });
  }
  if (error instanceof ClusterError) return notToBeHad(namespace, error, asker);
  if (error instanceof ExpectedError) return error;
  throw new Error(`the lease of namespace ${namespace} could not be read`, { cause: error });
}

/** Each run has one in every namespace that it writes to: whose namespace it is has a say in that. */
function notToBeHad(
  namespace: string,
  error: ClusterError,
  { stateNamespace, goesWithout }: Asker,
): ClusterError {
  const { failure, message, nextStep = '' } = error;
  const flag = goesWithout ?? `--exclude-namespace ${namespace}`;
  const elsewhere =
    namespace === stateNamespace
      ? 'It holds what the tool writes down; another is used with --copy-namespace.'
      : `Other namespaces can go on without it: ${flag}.`;
  return new ClusterError(failure, `the lease of namespace ${namespace} cannot be had: ${message}`, {
    nextStep: [nextStep, elsewhere].filter((step) => step !== '').join(' '),
    cause: error,
  });
}

/** A namespace that is gone, or about to be, needs no lease: there is nothing left to write. */
export function isGoing(error: Error): boolean {
  return error instanceof ClusterError && GOING.has(error.failure);
}

const GOING: ReadonlySet<string> = new Set(['not-found', 'terminating']);

/** Throws ExpectedError with every reason, where nothing at all is left to be done. */
export function throwIfNoneIsLeft(
  namespaces: readonly string[],
  refused: ReadonlyMap<string, ExpectedError>,
): void {
  const reasons = namespaces.flatMap((namespace) => refused.get(namespace) ?? []);
  if (reasons.length > 0 && reasons.length === namespaces.length) throw joinedError(reasons);
}

/** What is left out and what to do about it, in sentences. */
export function leftOutWarnings(refused: ReadonlyMap<string, ExpectedError>): string[] {
  return [...refused]
    .filter(([, reason]) => !isGoing(reason))
    .map(([namespace, { message, nextStep }]) =>
      [`namespace ${namespace} was left out: ${message}.`, nextStep ?? ''].join(' ').trim(),
    );
}

/** One error for all of them. */
export function joinedError(errors: readonly ExpectedError[]): ExpectedError {
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return first;
  const steps = new Set(errors.flatMap(({ nextStep }) => nextStep ?? []));
  return new ExpectedError(errors.map(({ message }) => message).join('; '), {
    nextStep: [...steps].join(' '),
    cause: first,
  });
}

/** By namespace. */
export function heldByOthers(
  holders: ReadonlyMap<string, Holder>,
  { goesWithout = '--exclude-namespace' }: Asker = {},
): ExpectedError {
  const groups = [...Map.groupBy(holders, ([, { identity }]) => identity).values()];
  const places = groups.map((group) => {
    const names = group.map(([namespace]) => namespace).join(', ');
    return `${group.length === 1 ? 'namespace' : 'namespaces'} ${names} (${group[0]?.[1].name ?? ''})`;
  });
  return new ExpectedError(`another run is changing ${places.join('; ')}`, {
    nextStep: `Wait for its end: \`kubectl registry-switch status -w\`, leave namespaces out with ${goesWithout} (and keep apart with a --copy-namespace of your own), or stop that run with --takeover.`,
  });
}
