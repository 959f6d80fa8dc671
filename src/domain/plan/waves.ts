/** In which order workloads are switched: a canary first, then wave by wave, each only after those that it waits for. */
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { podReplacementOf } from '../workload-kinds/workload-kinds.ts';
import { levelsOf } from './dependencies.ts';
import type { PlannedChange } from './plan.ts';

export interface WaveRules {
  /** The smallest workload goes first, alone. */
  readonly canary: boolean;
  /** Most workloads in a wave. */
  readonly size: number;
  /** Namespaces that go first, in this order; all others follow by name. */
  readonly namespaces: readonly string[];
}

export interface Wave {
  /** `canary`, or the namespace. */
  readonly title: string;
  readonly changes: readonly PlannedChange[];
}

/**
 * Pure. `held`: workloads that are not going to be switched; what waits for them is no canary. What goes round in a circle
 * is left alone by the plan; whatever is left of that goes last.
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
 * A wave of one is none to learn from when nothing follows, and one without pods teaches nothing. A bare Pod is changed in
 * place, and down while its new image does not run: it is no canary as long as another may be.
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
  return podReplacementOf(workload.resource) === 'kubelet';
}

interface Place {
  readonly level: number;
  readonly namespace: string;
}

/** As text, so that equal places are one. */
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
