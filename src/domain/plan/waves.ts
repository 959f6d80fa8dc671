/** The order of a switch: a canary first, then wave by wave, each workload after its dependencies. */
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { podReplacementOf } from '../workload-kinds/workload-kind-of.ts';
import { levelsOf } from './dependencies.ts';
import type { PlannedChange } from './plan.ts';

export interface WaveRules {
  /** Switch the smallest workload first, alone. */
  readonly canary: boolean;
  /** Maximum number of workloads in a wave. */
  readonly size: number;
  /** Namespaces to switch first, in this order; all others follow by name. */
  readonly namespaces: readonly string[];
}

export interface Wave {
  /** `canary`, or the namespace. */
  readonly title: string;
  readonly changes: readonly PlannedChange[];
}

/**
 * Pure. `held`: workloads that will not be switched; their dependents cannot be the canary. Dependency cycles, which
 * the plan leaves alone, go last.
 */
export function planWaves(
  changes: readonly PlannedChange[],
  rules: WaveRules,
  held: readonly ObjectRef[] = [],
): Wave[] {
  const levels = levelsOf(changes, held);
  const canary = rules.canary ? canaryOf(changes, levels) : undefined;
  const rest = changes.filter((change) => change !== canary);
  const byPlace = Map.groupBy(rest, (change) => placeOf(change, levels));
  const waves = [...byPlace]
    .toSorted(([a], [b]) => comparePlaces(a, b, rules.namespaces))
    .flatMap(([, together]) => chunks(together, rules.size));
  return canary === undefined ? waves : [{ title: 'canary', changes: [canary] }, ...waves];
}

/**
 * No canary if nothing follows it or it has no pods. A bare Pod is changed in place and down while its new image does
 * not run: it is the canary only if there is nothing else.
 */
function canaryOf(
  changes: readonly PlannedChange[],
  levels: ReadonlyMap<PlannedChange, number>,
): PlannedChange | undefined {
  if (changes.length < 2) return undefined;
  const free = changes.filter((change) => change.pods > 0 && levels.get(change) === 0);
  return free.toSorted((a, b) => Number(isPod(a)) - Number(isPod(b)) || a.pods - b.pods)[0];
}

function isPod({ workload }: PlannedChange): boolean {
  return podReplacementOf(workload.resource) === 'in-place';
}

interface Place {
  readonly level: number;
  readonly namespace: string;
}

/** As text, for grouping. */
function placeOf(change: PlannedChange, levels: ReadonlyMap<PlannedChange, number>): string {
  const place: Place = {
    level: levels.get(change) ?? levels.size,
    namespace: change.workload.namespace ?? '',
  };
  return JSON.stringify(place);
}

function comparePlaces(a: string, b: string, first: readonly string[]): number {
  const [left, right] = [JSON.parse(a) as Place, JSON.parse(b) as Place];
  const rank = ({ namespace }: Place) =>
    first.includes(namespace) ? first.indexOf(namespace) : first.length;
  return left.level - right.level || rank(left) - rank(right) || (left.namespace < right.namespace ? -1 : 1);
}

function chunks(changes: readonly PlannedChange[], size: number): Wave[] {
  const waves: Wave[] = [];
  for (let start = 0; start < changes.length; start += size) {
    const part = changes.slice(start, start + size);
    waves.push({ title: part[0]?.workload.namespace ?? 'cluster', changes: part });
  }
  return waves;
}
