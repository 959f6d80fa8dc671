/** Dependencies between workloads, from their `registry-switch.io/after` annotations. */
import { AFTER_ANNOTATION } from '../inventory/workload.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import { kindNames } from '../workload-kinds/workload-name.ts';
import type { PlannedChange } from './plan.ts';

/** The dependencies of each change; unknown names are skipped. */
export function dependenciesOf(
  changes: readonly PlannedChange[],
  workloads: readonly ObjectRef[],
): ReadonlyMap<PlannedChange, readonly ObjectRef[]> {
  const byName = new Map(
    workloads.flatMap((workload) => namesOf(workload).map((name) => [name, workload] as const)),
  );
  return new Map(
    changes.map((change) => [
      change,
      change.after.flatMap((name) => byName.get(qualified(name, change.workload)) ?? []),
    ]),
  );
}

/** The level of each change: the length of its dependency chain. None for cycles. */
export function levelsOf(
  changes: readonly PlannedChange[],
  held: readonly ObjectRef[] = [],
): ReadonlyMap<PlannedChange, number> {
  const byWorkload = new Map(changes.map((change) => [change.workload, change]));
  const dependencies = dependenciesOf(changes, [...byWorkload.keys(), ...held]);
  const open = new Map(
    changes.map((change) => [
      change,
      new Set(dependencies.get(change)?.flatMap((one) => byWorkload.get(one) ?? [])),
    ]),
  );
  const followers = followersOf(open);
  const levels = new Map<PlannedChange, number>();
  const least = new Map(changes.map((change) => [change, dependencies.get(change)?.length === 0 ? 0 : 1]));
  let free = changes.filter((change) => open.get(change)?.size === 0);
  while (free.length > 0) {
    for (const change of free) levels.set(change, least.get(change) ?? 0);
    const pairs = free.flatMap(
      (change) => followers.get(change)?.map((follower) => ({ change, follower })) ?? [],
    );
    for (const { change, follower } of pairs) {
      least.set(follower, Math.max(least.get(follower) ?? 0, 1 + (levels.get(change) ?? 0)));
      open.get(follower)?.delete(change);
    }
    free = [...new Set(pairs.map(({ follower }) => follower))].filter((one) => open.get(one)?.size === 0);
  }
  return levels;
}

function followersOf(
  open: ReadonlyMap<PlannedChange, ReadonlySet<PlannedChange>>,
): ReadonlyMap<PlannedChange, readonly PlannedChange[]> {
  const followers = new Map<PlannedChange, PlannedChange[]>();
  for (const [change, before] of open) {
    for (const one of before) {
      const known = followers.get(one) ?? [];
      known.push(change);
      followers.set(one, known);
    }
  }
  return followers;
}

/** Changes in a dependency cycle or waiting for one, with the cycle as the reason. */
export function circlesIn(changes: readonly PlannedChange[]): ReadonlyMap<PlannedChange, string> {
  const levels = levelsOf(changes);
  const stuck = changes.filter((change) => !levels.has(change));
  const byWorkload = new Map(stuck.map((change) => [change.workload, change]));
  const dependencies = dependenciesOf(stuck, [...byWorkload.keys()]);
  const next = (change: PlannedChange): PlannedChange | undefined =>
    byWorkload.get(dependencies.get(change)?.[0] ?? change.workload);
  return new Map(stuck.map((change) => [change, wayRound(change, next)]));
}

/** Names of a cycle printed at most. */
const SHOWN = 5;

function wayRound(change: PlannedChange, next: (change: PlannedChange) => PlannedChange | undefined): string {
  const way = new Set<PlannedChange>();
  let current: PlannedChange | undefined = change;
  while (current !== undefined && !way.has(current) && way.size < SHOWN) {
    way.add(current);
    current = next(current);
  }
  const names = [...way, ...(current === undefined ? [] : [current])].map(({ workload }) =>
    describeRef(workload),
  );
  return `dependency cycle of workloads: ${names.join(' -> ')}: remove one of their ${AFTER_ANNOTATION} annotations`;
}

/** Warnings about names that match no workload in scope. */
export function unknownDependencies(
  changes: readonly PlannedChange[],
  workloads: readonly ObjectRef[],
): string[] {
  const known = new Set(workloads.flatMap(namesOf));
  return changes.flatMap(({ workload, after }) => {
    const unknown = after.filter((name) => !known.has(qualified(name, workload)));
    const more = unknown.length > SHOWN ? [`${unknown.length - SHOWN} more`] : [];
    return unknown.length === 0
      ? []
      : `${describeRef(workload)}: its annotation ${AFTER_ANNOTATION} names ${[...unknown.slice(0, SHOWN).map(short), ...more].join(', ')}, not found or out of scope: ignored`;
  });
}

/** Annotations may be long. */
function short(name: string): string {
  return name.length > 300 ? `${name.slice(0, 300)}...` : name;
}

/** `[namespace/]kind/name` of the annotation; the namespace defaults to the workload's own. */
function qualified(name: string, { namespace = '' }: ObjectRef): string {
  const parts = name.toLowerCase().split('/');
  return (parts.length === 2 ? [namespace, ...parts] : parts).join('/');
}

/** All accepted names of a workload. */
function namesOf({ resource, namespace = '', name }: ObjectRef): string[] {
  return kindNames(resource).map((kind) => `${namespace}/${kind}/${name}`);
}
