/** Builds the plan from the inventory, the request and the registry lookups. */
import { formatPlatform, type Platform } from '../image/platform.ts';
import { groupByReference, ReferenceMap } from '../image/reference-map.ts';
import type { Digest } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { hiddenThings } from '../inventory/unseen.ts';
import { type NodeUse, platformsFor } from '../inventory/placement.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { resolveCollisions } from './collisions.ts';
import { circlesIn, unknownDependencies } from './dependencies.ts';
import type { ImageConsumer, RequiredImage } from './required-images.ts';
import { interruptions, unseenTargets, unknownDigests } from './foreseen.ts';
import type { Moves, WorkloadMove } from './moves.ts';
import { outcomeOf, type OutcomeInput } from './outcome.ts';
import type { LeftAlone, Plan, PlannedChange, PlannedCopy } from './plan.ts';
import { plannedMentions } from './planned-mentions.ts';
import { rewriteObstacle, rewritesOf } from './rewrites.ts';
import { type ResolvedImage, resolveImage } from './resolve-image.ts';
import { namespacesWithPushLogin, placesOfPushLogin, pushLoginWarning } from './push-login.ts';
import { expiringLogins, expiryWarnings } from './written-logins.ts';
import type { SourceAccess } from './source-access.ts';

export interface PlanInput extends OutcomeInput {
  readonly server: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly inventory: Inventory;
  readonly mapping: Mapping;
  readonly moves: Moves;
  readonly needed: readonly RequiredImage[];
  readonly access: SourceAccess;
  readonly overwrite: boolean;
}

/**
 * Pure. What cannot be moved is left alone with its reason, without stopping others. Throws UsageError when rules
 * collide or nodes cannot use a login.
 */
export function buildPlan(input: PlanInput): Plan {
  const resolved = resolveCollisions(resolveImages(input), input.mapping);
  const byImage = new ReferenceMap(resolved.map((one) => [one.required.source, one]));
  const changing = input.moves.moves.filter((move) => isToChange(move, input));
  const outcomes = changing.map((move) => outcomeOf(move, byImage, input));
  const possible = outcomes.flatMap(({ change }) => change ?? []);
  const circles = circlesIn(possible);
  const changes = possible.filter((change) => !circles.has(change));
  const readable = namespacesWithPushLogin(changes, input.pullSecrets);
  const pushable = placesOfPushLogin(changes, input.pullSecrets);
  const expiring = expiringLogins(changes, input.pullSecrets);
  const copies = mergeCopies(resolved, input.inventory);
  return {
    apiVersion: 'registry-switch/v1',
    kind: 'Plan',
    server: input.server,
    from: input.from,
    to: input.to,
    platforms: input.inventory.platforms,
    copies,
    changes,
    leftAlone: [...outcomes.flatMap(({ leftAlone }) => leftAlone ?? []), ...[...circles].map(goingRound)],
    mentions: plannedMentions(input.moves.moves, { ...input, byImage, changes }),
    drift: resolved.flatMap(({ drift }) => drift ?? []),
    namespacesWithPushLogin: readable,
    placesOfPushLogin: pushable,
    expiringLogins: expiring,
    warnings: [
      ...pushLoginWarning(readable, pushable),
      ...expiryWarnings(expiring),
      ...input.inventory.warnings,
      ...hiddenThings(input.inventory).map(
        (what) => `not searched, so references to the source in it are not moved: ${what}`,
      ),
      ...input.moves.warnings,
      ...outcomes.flatMap(({ warning }) => warning ?? []),
      ...unknownDigests(resolved, changes),
      ...unseenTargets(copies, input.facts),
      ...interruptions(changes),
      ...unknownDependencies(
        changes,
        input.inventory.workloads.map(({ ref }) => ref),
      ),
    ],
  };
}

function isToChange(move: WorkloadMove, { rewriteMentions }: Pick<PlanInput, 'rewriteMentions'>): boolean {
  const { images, unmappable = [] } = move;
  if (images.length + unmappable.length > 0) return true;
  return rewriteMentions && (rewritesOf(move).length > 0 || rewriteObstacle(move) !== undefined);
}

function goingRound([{ workload, managedBy, images }, reason]: readonly [PlannedChange, string]): LeftAlone {
  return { workload, managedBy, images: images.map(({ from }) => from), code: 'circle', reason };
}

/** Tags first: pinned images can take another tag. */
function resolveImages(input: PlanInput): ResolvedImage[] {
  const pinnedLast = input.needed.toSorted(
    (a, b) => Number(a.source.digest !== undefined) - Number(b.source.digest !== undefined),
  );
  const taken = new ReferenceMap<Digest>();
  return pinnedLast.map((required) => {
    const resolved = resolveImage(required, { ...input, taken });
    if (resolved.copy !== undefined) taken.set(resolved.copy.target, resolved.copy.digest);
    return resolved;
  });
}

/** A tag and the same image pinned by digest become one copy. */
function mergeCopies(resolved: readonly ResolvedImage[], { nodes, platforms }: Inventory): PlannedCopy[] {
  return groupByReference(resolved, ({ copy }) => copy?.target).flatMap((same) => {
    const copy = same[0]?.copy;
    const users = new Set(
      same.flatMap(({ required, denied }) => required.users.filter(({ move }) => !denied.has(move))),
    );
    if (copy === undefined) return [];
    const needed = nodes && neededPlatforms([...users], nodes);
    const narrowed = needed === undefined || needed.length === platforms.length ? {} : { platforms: needed };
    return [{ ...copy, usedBy: new Set([...users].map(({ move }) => move.workload)).size, ...narrowed }];
  });
}

/** Empty, i.e. all platforms, if no node can run one of them yet, or for mentions, whose nodes are unknown. */
function neededPlatforms(users: readonly ImageConsumer[], nodes: readonly NodeUse[]): Platform[] {
  const ofEach = users.map(({ move, image }) =>
    platformsFor(image.field.slot === 'mention' ? undefined : move.workload.placement, nodes),
  );
  const each = ofEach.some(({ length }) => length === 0) ? [] : ofEach.flat();
  return [...new Map(each.map((platform) => [formatPlatform(platform), platform])).values()];
}
