import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { Holder } from '../../domain/run/holder.ts';
import type { LeaseFinding } from './observe-leases.ts';

/** The command that asks for leases. */
export interface Asker {
  /** Its state namespace, which is indispensable. */
  readonly stateNamespace?: string | undefined;
  /** See LeaseTerms. */
  readonly goesWithout?: string | undefined;
}

/** Why a namespace is left alone. Rethrows errors that are neither of the cluster nor about other holders. */
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
  if (error instanceof ClusterError) return notAcquired(namespace, error, asker);
  if (error instanceof ExpectedError) return error;
  throw new Error(`cannot read the lease of namespace ${namespace}`, { cause: error });
}

/** A run needs a lease in every namespace that it writes to, and the namespace's policies may refuse it. */
function notAcquired(
  namespace: string,
  error: ClusterError,
  { stateNamespace, goesWithout }: Asker,
): ClusterError {
  const { failure, message, nextStep = '' } = error;
  const flag = goesWithout ?? `--exclude-namespace ${namespace}`;
  const elsewhere =
    namespace === stateNamespace
      ? 'It holds the state of the tool; use another one with --copy-namespace.'
      : `Continue in the other namespaces with ${flag}.`;
  return new ClusterError(failure, `cannot acquire the lease of namespace ${namespace}: ${message}`, {
    nextStep: [nextStep, elsewhere].filter((step) => step !== '').join(' '),
    cause: error,
  });
}

/** A deleted or terminating namespace needs no lease. */
export function isGoing(error: Error): boolean {
  return error instanceof ClusterError && GOING.has(error.failure);
}

const GOING: ReadonlySet<string> = new Set(['not-found', 'terminating']);

/** Throws ExpectedError with every reason when no namespace is left. */
export function throwIfNoneIsLeft(
  namespaces: readonly string[],
  refused: ReadonlyMap<string, ExpectedError>,
): void {
  const reasons = namespaces.flatMap((namespace) => refused.get(namespace) ?? []);
  if (reasons.length > 0 && reasons.length === namespaces.length) throw joinedError(reasons);
}

/** A sentence for each namespace left out, with the next step. */
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

/** Namespace to its holder. */
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
    nextStep: `Wait for it with \`kubectl registry-switch status -w\`, leave namespaces out with ${goesWithout} (with a --copy-namespace of your own), or stop that run with --takeover.`,
  });
}
