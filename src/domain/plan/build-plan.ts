/** Builds the plan from what runs, what is wished and what the registries said. */
import { formatImageReference } from '../image/format-reference.ts';
import type { Digest } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Workload } from '../inventory/workload.ts';
import { podsByDigest } from '../inventory/running-digests.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { settleCollisions } from './collisions.ts';
import { circlesIn, unknownDependencies } from './dependencies.ts';
import { type DriftPolicy, idleStrays, strayDigest, untoldDigest } from './digest-decision.ts';
import type { ImageDemand } from './demand.ts';
import { interruptions, untoldDigests } from './foreseen.ts';
import type { Moves, WorkloadMove } from './moves.ts';
import { type PinContext, pinsImages, writtenImage } from './pinning.ts';
import type { Drift, LeftAlone, Plan, PlannedChange, PlannedCopy, PlannedImage } from './plan.ts';
import { decidePullSecrets, type PullSecretContext } from './pull-secrets.ts';
import { foundDigest, type RegistryFacts } from './registry-facts.ts';
import { formerlyRun, type ResolvedDemand, resolveDemand, runningHere } from './resolve-demand.ts';
import { namespacesWithPushLogin, pushLoginWarning } from './push-login.ts';
import type { SourceAccess } from './source-access.ts';

export interface PlanInput {
  readonly server: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly inventory: Inventory;
  readonly mapping: Mapping;
  readonly moves: Moves;
  readonly demands: readonly ImageDemand[];
  readonly facts: RegistryFacts;
  readonly access: SourceAccess;
  readonly pullSecrets: PullSecretContext;
  readonly drift: DriftPolicy;
  readonly overwrite: boolean;
  readonly pin: PinContext;
}

/** Pure. What cannot be moved is left alone with its reason, whoever else is moved. Throws UsageError where rules collide. */
export function buildPlan(input: PlanInput): Plan {
  const resolved = settleCollisions(resolveDemands(input), input.mapping);
  const byImage = new Map(resolved.map((one) => [one.demand.image, one]));
  const outcomes = input.moves.moves.map((move) => outcomeOf(move, byImage, input));
  const possible = outcomes.flatMap(({ change }) => change ?? []);
  const circles = circlesIn(possible);
  const changes = possible.filter((change) => !circles.has(change));
  const readable = namespacesWithPushLogin(changes, input.pullSecrets);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'Plan',
    server: input.server,
    from: input.from,
    to: input.to,
    platforms: input.inventory.platforms,
    copies: mergeCopies(resolved),
    changes,
    leftAlone: [...outcomes.flatMap(({ leftAlone }) => leftAlone ?? []), ...[...circles].map(goingRound)],
    drift: resolved.flatMap(({ drift }) => drift ?? []),
    namespacesWithPushLogin: readable,
    warnings: [
      ...pushLoginWarning(readable, input.to),
      ...input.inventory.warnings,
      ...input.moves.warnings,
      ...outcomes.flatMap(({ warning }) => warning ?? []),
      ...untoldDigests(resolved, changes),
      ...interruptions(changes),
      ...unknownDependencies(
        changes,
        input.inventory.workloads.map(({ ref }) => ref),
      ),
    ],
  };
}

function goingRound([{ workload, managedBy, images }, reason]: readonly [PlannedChange, string]): LeftAlone {
  return { workload, managedBy, images: images.map(({ from }) => from), code: 'circle', reason };
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
    const users = new Set(
      same.flatMap(({ demand, closed }) =>
        demand.users.flatMap(({ move }) => (closed.has(move) ? [] : move.workload)),
      ),
    );
    return copy === undefined ? [] : [{ ...copy, usedBy: users.size }];
  });
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
  const targets = move.images.map(({ target }) => target);
  const pullSecrets = decidePullSecrets(workload, targets, input.pullSecrets);
  const obstacle =
    move.obstacle ??
    strayOf(move, byImage, input) ??
    closedTo(move, byImage) ??
    refusalOf(move, byImage) ??
    pullSecrets.obstacle;
  const common = { workload: workload.ref, managedBy: workload.managers };
  if (obstacle !== undefined) {
    const images = [...move.images.map(({ field }) => field.image), ...(move.unmappable ?? [])];
    return { leftAlone: { ...common, images, code: obstacle.code, reason: obstacle.reason } };
  }
  const pin = pinsImages(workload, input.pin);
  return {
    change: {
      ...common,
      images: plannedImages(move, byImage, { pin, facts: input.facts }),
      pin,
      addPullSecrets: pullSecrets.add,
      ...rolloutOf(workload),
      after: workload.after,
      ...(pullSecrets.ensure === undefined ? {} : { ensurePullSecret: pullSecrets.ensure }),
    },
    ...(pullSecrets.warning === undefined
      ? {}
      : { warning: `${describeRef(workload.ref)}: ${pullSecrets.warning}` }),
  };
}

function rolloutOf({ pods, rollout }: Workload): Pick<PlannedChange, 'pods' | 'interruption'> {
  const { startsPods = false, interruption } = rollout ?? {};
  return { pods: startsPods ? pods : 0, ...(interruption === undefined ? {} : { interruption }) };
}

function plannedImages(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
  { pin, facts }: { readonly pin: boolean; readonly facts: RegistryFacts },
): PlannedImage[] {
  return move.images.flatMap(({ field, source, target }) => {
    const { demand, copy } = byImage.get(formatImageReference(source)) ?? {};
    if (demand === undefined || copy === undefined) return [];
    const own = demand.users.filter((user) => user.move === move && user.image.field === field);
    const tag = source.digest === undefined ? foundDigest(facts.source.get(demand.image)) : undefined;
    return {
      slot: field.slot,
      name: field.name,
      from: field.image,
      to: writtenImage(target, copy.digest, pin),
      copy: copy.target,
      digest: copy.digest,
      running: [...new Set(own.flatMap(({ running }) => running.map(({ digest }) => digest)))],
      ...(tag === undefined ? {} : { tag }),
    };
  });
}

/** One image that it may not have holds the whole workload back. */
function closedTo(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
): ResolvedDemand['refusal'] {
  return resolvedOf(move, byImage)
    .flatMap(({ closed }) => closed.get(move) ?? [])
    .at(0);
}

/** One image that cannot be copied holds the whole workload back. */
function refusalOf(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
): ResolvedDemand['refusal'] {
  return resolvedOf(move, byImage).find(({ refusal }) => refusal !== undefined)?.refusal;
}

/** A workload that mostly runs something else than what will be copied for the tag would not run it any more. */
function strayOf(
  move: WorkloadMove,
  byImage: ReadonlyMap<string, ResolvedDemand>,
  { drift: policy, facts }: Pick<PlanInput, 'drift' | 'facts'>,
): ResolvedDemand['refusal'] {
  for (const { demand, drift, copy } of resolvedOf(move, byImage)) {
    if (copy === undefined) continue;
    const own = demand.users.filter((user) => user.move === move);
    const idle = idleStray(move, demand, copy.digest, { drift: policy, facts });
    if (idle !== undefined) return { code: 'drift', reason: idle };
    if (drift === undefined) continue;
    const running = podsByDigest(own.flatMap((user) => user.running));
    const stray = strayDigest({ running, ...tagIn(drift) }, copy.digest, policy);
    if (stray === undefined) continue;
    return {
      code: 'drift',
      reason: `its pods run ${stray} of ${demand.image}, copied is ${copy.digest}: restart it, or decide with --drift tag`,
    };
  }
  return undefined;
}

/** Why a workload that runs nothing would start something else than before. */
function idleStray(
  move: WorkloadMove,
  demand: ImageDemand,
  decided: Digest,
  { drift, facts }: Pick<PlanInput, 'drift' | 'facts'>,
): string | undefined {
  if (demand.source.digest !== undefined || drift === 'tag') return undefined;
  const tag = foundDigest(facts.source.get(demand.image));
  if (tag === decided) return undefined;
  const running = (of: (one: Workload) => boolean): ReadonlySet<Digest> => {
    const users = demand.users.filter(({ move }) => of(move.workload));
    return new Set(runningHere(demand, users, facts).keys());
  };
  const { workload } = move;
  const own = demand.users.filter((user) => user.move === move);
  if (running((one) => one === workload).size > 0) return undefined;
  const { namespace } = workload.ref;
  const neighbours = new Set([
    ...running(({ ref }) => ref.namespace === namespace),
    ...formerlyRun(demand.former, namespace),
  ]);
  if (!idleStrays(tag === undefined ? {} : { tag }, decided, neighbours)) return undefined;
  const said = tag === undefined ? 'nobody can tell what its tag says' : `its tag says ${tag}`;
  const untold = own.reduce((sum, user) => sum + user.untold, 0);
  const runs =
    untold === 0 ? `none of its pods runs ${demand.image}` : `${demand.image}: ${untoldDigest(untold)}`;
  const wayOut = `${untold === 0 ? 'start it, or ' : ''}decide with --drift tag`;
  return `${runs} and ${said}, copied is ${decided}: ${wayOut}`;
}

function tagIn({ tag }: Drift): Pick<Drift, 'tag'> {
  return tag === undefined ? {} : { tag };
}

function resolvedOf(move: WorkloadMove, byImage: ReadonlyMap<string, ResolvedDemand>): ResolvedDemand[] {
  return move.images.flatMap(({ source }) => byImage.get(formatImageReference(source)) ?? []);
}
