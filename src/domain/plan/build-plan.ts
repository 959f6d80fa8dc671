/** Builds the plan from what runs, what is wished and what the registries said. */
import { formatImageReference } from '../image/format-reference.ts';
import { parseImageReference } from '../image/parse-reference.ts';
import type { Digest } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import { collisionError } from '../mapping/collision-error.ts';
import { findCollisions } from '../mapping/find-collisions.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { unknownDependencies } from './dependencies.ts';
import type { DriftPolicy } from './digest-decision.ts';
import type { ImageDemand } from './demand.ts';
import type { Moves, WorkloadMove } from './moves.ts';
import type { LeftAlone, Plan, PlannedChange, PlannedCopy } from './plan.ts';
import { decidePullSecrets, type PullSecretContext } from './pull-secrets.ts';
import type { RegistryFacts } from './registry-facts.ts';
import { type ResolvedDemand, resolveDemand } from './resolve-demand.ts';

export interface PlanInput {
  readonly server: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly inventory: Inventory;
  readonly mapping: Mapping;
  readonly moves: Moves;
  readonly demands: readonly ImageDemand[];
  readonly facts: RegistryFacts;
  readonly pullSecrets: PullSecretContext;
  readonly drift: DriftPolicy;
  readonly overwrite: boolean;
}

/** Pure. Throws UsageError when two sources would land on one target. */
export function buildPlan(input: PlanInput): Plan {
  const resolved = resolveDemands(input);
  refuseCollisions(resolved);
  const byImage = new Map(resolved.map((one) => [one.demand.image, one]));
  const outcomes = input.moves.moves.map((move) => outcomeOf(move, byImage, input));
  const changes = outcomes.flatMap(({ change }) => change ?? []);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'Plan',
    server: input.server,
    from: input.from,
    to: input.to,
    platforms: input.inventory.platforms,
    copies: mergeCopies(resolved),
    changes,
    leftAlone: outcomes.flatMap(({ leftAlone }) => leftAlone ?? []),
    drift: resolved.flatMap(({ drift }) => drift ?? []),
    pushLoginIn: pushLoginIn(changes, input.pullSecrets),
    warnings: [
      ...input.inventory.warnings,
      ...input.moves.warnings,
      ...outcomes.flatMap(({ warning }) => warning ?? []),
      ...unknownDependencies(
        changes,
        input.inventory.workloads.map(({ ref }) => ref),
      ),
    ],
  };
}

/** Sorted. */
function pushLoginIn(changes: readonly PlannedChange[], { sharesPushLogin }: PullSecretContext): string[] {
  if (!sharesPushLogin) return [];
  const needing = changes.filter(({ ensurePullSecret }) => ensurePullSecret !== undefined);
  return [...new Set(needing.map(({ workload }) => workload.namespace ?? ''))].sort();
}

/** Tags first: what is pinned by digest can make way for them. */
function resolveDemands(input: PlanInput): ResolvedDemand[] {
  const pinnedLast = input.demands.toSorted(
    (a, b) => Number(a.source.digest !== undefined) - Number(b.source.digest !== undefined),
  );
  const taken = new Map<string, Digest>();
  return pinnedLast.map((demand) => {
    const resolved = resolveDemand(demand, { ...input, taken });
    if (resolved.copy !== undefined) taken.set(resolved.copy.target, resolved.copy.digest);
    return resolved;
  });
}

/** A tag and the same image pinned by digest are one copy. */
function mergeCopies(resolved: readonly ResolvedDemand[]): PlannedCopy[] {
  const byTarget = Map.groupBy(resolved, ({ copy }) => copy?.target);
  return [...byTarget.values()].flatMap((same) => {
    const copy = same[0]?.copy;
    const users = new Set(same.flatMap(({ demand }) => demand.users.map(({ move }) => move.workload)));
    return copy === undefined ? [] : [{ ...copy, usedBy: users.size }];
  });
}

function refuseCollisions(resolved: readonly ResolvedDemand[]): void {
  const collisions = findCollisions(
    resolved.flatMap(({ demand, copy }) =>
      copy === undefined
        ? []
        : [{ source: demand.source, digest: copy.digest, target: parseImageReference(copy.target) }],
    ),
  );
  if (collisions.length > 0) throw collisionError(collisions);
}

interface Outcome {
  readonly change?: PlannedChange;
  readonly leftAlone?: LeftAlone;
  readonly warning?: string;
}

function outcomeOf(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
  input: PlanInput,
): Outcome {
  const { workload } = move;
  const pullSecrets = decidePullSecrets(workload, input.pullSecrets);
  const obstacle =
    move.obstacle ?? refusalOf(move, byImage) ?? strayOf(move, byImage, input.drift) ?? pullSecrets.obstacle;
  const common = { workload: workload.ref, managedBy: workload.managers };
  if (obstacle !== undefined) {
    return { leftAlone: { ...common, images: move.images.map(({ field }) => field.image), ...obstacle } };
  }
  const images = move.images.map(({ field, source, target }) => ({
    slot: field.slot,
    name: field.name,
    from: field.image,
    to: formatImageReference(target),
    copy: byImage.get(formatImageReference(source))?.copy?.target ?? '',
  }));
  return {
    change: {
      ...common,
      images,
      addPullSecrets: pullSecrets.add,
      pods: workload.pods,
      after: workload.after,
      ...(pullSecrets.ensure === undefined ? {} : { ensurePullSecret: pullSecrets.ensure }),
    },
    ...(pullSecrets.warning === undefined
      ? {}
      : { warning: `${describeRef(workload.ref)}: ${pullSecrets.warning}` }),
  };
}

/** One image that cannot be copied holds the whole workload back. */
function refusalOf(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
): ResolvedDemand['refusal'] {
  return resolvedOf(move, byImage).find(({ refusal }) => refusal !== undefined)?.refusal;
}

/** A workload none of whose pods runs what will be copied for the tag would run something else afterwards. */
function strayOf(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
  policy: DriftPolicy,
): ResolvedDemand['refusal'] {
  if (policy === 'tag') return undefined;
  for (const { demand, drift, copy } of resolvedOf(move, byImage)) {
    if (drift === undefined || copy === undefined) continue;
    const own = demand.users.filter((user) => user.move === move).flatMap(({ running }) => running);
    if (own.length === 0 || own.some(({ digest }) => digest === copy.digest)) continue;
    return {
      code: 'drift',
      reason: `its pods run ${own[0]?.digest ?? ''} of ${demand.image}, most others ${copy.digest}: restart it, or decide with --drift tag`,
    };
  }
  return undefined;
}

function resolvedOf(move: WorkloadMove, byImage: ReadonlyMap<string, ResolvedDemand>): ResolvedDemand[] {
  return move.images.flatMap(({ source }) => byImage.get(formatImageReference(source)) ?? []);
}
