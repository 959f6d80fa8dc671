/** The workloads that the operator opens by name, whatever opens the source to them. */
import { UsageError } from '../../domain/errors.ts';
import type { Workload } from '../../domain/inventory/workload.ts';
import { isNamed, workloadName } from '../../domain/kubernetes/workload-name.ts';

const MOST_NAMED = 5;

/** `[NAMESPACE/]KIND/NAME` each. Throws UsageError for a name that means nothing that was looked at. */
export function openedWorkloads(
  names: readonly string[],
  workloads: readonly Workload[],
): ReadonlySet<Workload> {
  return new Set(
    names.flatMap((name) => {
      const found = workloads.filter(({ ref }) => isNamed(ref, name));
      if (found.length === 0) throw nothingNamed(name, workloads);
      return found;
    }),
  );
}

function nothingNamed(name: string, workloads: readonly Workload[]): UsageError {
  const [namespace] = name.split('/');
  const there = workloads.filter(
    ({ ref, controller }) => ref.namespace === namespace && controller === undefined,
  );
  const near = there.slice(0, MOST_NAMED).map(({ ref }) => workloadName(ref));
  return new UsageError(`--open ${name}: there is no such workload where was looked`, {
    nextStep:
      near.length === 0
        ? 'Write NAMESPACE/KIND/NAME, as in shop/deployment/web; `plan` names what is closed.'
        : `In that namespace there are: ${near.join(', ')}.`,
  });
}
