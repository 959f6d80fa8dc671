/** Which workloads wait for which, as their annotations `registry-switch.io/after` say. */
import { AFTER_ANNOTATION } from '../inventory/workload.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import type { PlannedChange } from './plan.ts';

/** Those of the workloads that go before each change; names that stand for none of them are left out. */
export function dependenciesOf(
  changes: readonly PlannedChange[],
  workloads: readonly ObjectRef[],
): ReadonlyMap<PlannedChange, readonly ObjectRef[]> {
  const byName = new Map(workloads.map((workload) => [nameOf(workload), workload]));
  return new Map(
    changes.map((change) => [
      change,
      change.after.flatMap((name) => byName.get(qualified(name, change.workload)) ?? []),
    ]),
  );
}

/** What to say of names that stand for no workload at all, or for none that was looked at. */
export function unknownDependencies(
  changes: readonly PlannedChange[],
  workloads: readonly ObjectRef[],
): string[] {
  const known = new Set(workloads.map(nameOf));
  return changes.flatMap(({ workload, after }) =>
    after
      .filter((name) => !known.has(qualified(name, workload)))
      .map(
        (name) =>
          `${describeRef(workload)}: its annotation ${AFTER_ANNOTATION} names ${name}, which is not there or out of scope: it waits for nothing`,
      ),
  );
}

/** `[namespace/]kind/name`, as the annotation names a workload; the namespace is the workload's own by default. */
function qualified(name: string, { namespace = '' }: ObjectRef): string {
  const parts = name.toLowerCase().split('/');
  return (parts.length === 2 ? [namespace, ...parts] : parts).join('/');
}

function nameOf({ resource, namespace = '', name }: ObjectRef): string {
  return `${namespace}/${resource.kind}/${name}`.toLowerCase();
}
