/** The outcome of a workload in a plan: a change, or the reason why it is left alone. */
import { pinned } from '../image/pin-reference.ts';
import type { Digest } from '../image/reference.ts';
import type { Workload } from '../inventory/workload.ts';
import { podsByDigest } from '../inventory/running-digests.ts';
import { describeRef } from '../kubernetes/object-ref.ts';
import { type DriftPolicy, idleWouldDrift, driftedDigest, unknownDigest } from './digest-decision.ts';
import type { RequiredImage } from './required-images.ts';
import type { ImageMove, WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';
import { type PinContext, pinsImages } from './pinning.ts';
import type { Drift, LeftAlone, PlannedChange, PlannedImage } from './plan.ts';
import { decidePullSecrets, type PullSecretContext } from './pull-secrets.ts';
import { foundDigest, type RegistryFacts } from './registry-facts.ts';
import { unwritableImage } from './unwritable-image.ts';
import type { ResolvedImage, ResolvedImages } from './resolve-image.ts';
import { rewriteObstacle, rewritesOf } from './rewrites.ts';
import { formerlyRun, runningHere, wholes } from './which-digest.ts';

export interface OutcomeInput {
  readonly facts: RegistryFacts;
  readonly pullSecrets: PullSecretContext;
  readonly drift: DriftPolicy;
  readonly pin: PinContext;
  /** Whether mentions in templates are rewritten too; an unproven one holds back its workload like an image. */
  readonly rewriteMentions: boolean;
}

export interface Outcome {
  readonly change?: PlannedChange;
  readonly leftAlone?: LeftAlone;
  readonly warning?: string;
}

/** One reason is enough to leave it alone. */
export function outcomeOf(move: WorkloadMove, byImage: ResolvedImages, input: OutcomeInput): Outcome {
  const { workload } = move;
  const mentions = input.rewriteMentions ? rewritesOf(move) : [];
  const moving = [...move.images, ...mentions];
  const targets = move.images.map(({ target }) => target);
  const pullSecrets = decidePullSecrets(workload, targets, input.pullSecrets);
  const pin = pinsImages(workload, input.pin);
  const planned = (some: readonly ImageMove[]): PlannedImage[] =>
    plannedImages({ move, moving: some }, byImage, { pin, facts: input.facts });
  const images = planned(move.images);
  const obstacle =
    obstacleOf({ move, moving }, byImage, input) ?? unwritableImage(workload, images) ?? pullSecrets.obstacle;
  const common = { workload: workload.ref, managedBy: workload.managers };
  if (obstacle !== undefined) {
    const left = [...moving.map(({ field }) => field.image), ...(move.unmappable ?? [])];
    return { leftAlone: { ...common, images: left, code: obstacle.code, reason: obstacle.reason } };
  }
  return {
    change: {
      ...common,
      images,
      ...(mentions.length === 0 ? {} : { mentions: planned(mentions) }),
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

interface Moving {
  readonly move: WorkloadMove;
  /** Its images, and the references that change with them. */
  readonly moving: readonly ImageMove[];
}

function obstacleOf(
  { move, moving }: Moving,
  byImage: ResolvedImages,
  input: OutcomeInput,
): Obstacle | undefined {
  return (
    move.obstacle ??
    driftObstacle(move, byImage, input) ??
    (input.rewriteMentions ? rewriteObstacle(move) : undefined) ??
    unprovable(move, resolvedOf(moving, byImage))
  );
}

function rolloutOf({ pods, rollout }: Workload): Pick<PlannedChange, 'pods' | 'interruption'> {
  const { startsPods = false, interruption } = rollout ?? {};
  return { pods: startsPods ? pods : 0, ...(interruption === undefined ? {} : { interruption }) };
}

function plannedImages(
  { move, moving }: Moving,
  byImage: ResolvedImages,
  { pin, facts }: { readonly pin: boolean; readonly facts: RegistryFacts },
): PlannedImage[] {
  return moving.flatMap(({ field, source, target }) => {
    const { required, copy } = byImage.get(source) ?? {};
    if (required === undefined || copy === undefined) return [];
    const own = required.users.filter((user) => user.move === move && user.image.field === field);
    const tag = source.digest === undefined ? foundDigest(facts.source.get(source)) : undefined;
    return {
      slot: field.slot,
      name: field.name,
      from: field.image,
      source,
      to: pin ? pinned(target, copy.digest) : target,
      copy: copy.target,
      digest: copy.digest,
      running: [...new Set(own.flatMap(({ running }) => running.map(({ digest }) => digest)))],
      ...(tag === undefined ? {} : { tag }),
    };
  });
}

/** One image without access, or that cannot be copied, holds back the whole workload. */
function unprovable(move: WorkloadMove, resolved: readonly ResolvedImage[]): ResolvedImage['refusal'] {
  const [closed] = resolved.flatMap((one) => one.denied.get(move) ?? []);
  return closed ?? resolved.find(({ refusal }) => refusal !== undefined)?.refusal;
}

/** Refuses a workload that mostly runs another digest than the one copied for its tag. */
function driftObstacle(
  move: WorkloadMove,
  byImage: ResolvedImages,
  { drift: policy, facts }: Pick<OutcomeInput, 'drift' | 'facts'>,
): ResolvedImage['refusal'] {
  for (const { required, drift, copy } of resolvedOf(move.images, byImage)) {
    if (copy === undefined) continue;
    const own = required.users.filter((user) => user.move === move);
    const idle = idleDrift(move, required, copy.digest, { drift: policy, facts });
    if (idle !== undefined) return { code: 'drift', reason: idle };
    if (drift === undefined) continue;
    const running = wholes(podsByDigest(own.flatMap((user) => user.running)), drift.tag, facts);
    const drifted = driftedDigest({ running, ...tagIn(drift) }, copy.digest, policy);
    if (drifted === undefined) continue;
    return {
      code: 'drift',
      reason: `its pods run ${drifted} of ${required.image}, but ${copy.digest} is copied: restart it, or choose --drift tag`,
    };
  }
  return undefined;
}

/** Why a workload without pods would start another image than before. */
function idleDrift(
  move: WorkloadMove,
  required: RequiredImage,
  decided: Digest,
  { drift, facts }: Pick<OutcomeInput, 'drift' | 'facts'>,
): string | undefined {
  if (required.source.digest !== undefined || drift === 'tag') return undefined;
  const tag = foundDigest(facts.source.get(required.source));
  if (tag === decided) return undefined;
  const running = (of: (one: Workload) => boolean): ReadonlySet<Digest> => {
    const users = required.users.filter(({ move }) => of(move.workload));
    return new Set(runningHere(required, users, facts).keys());
  };
  const { workload } = move;
  const own = required.users.filter((user) => user.move === move);
  if (running((one) => one === workload).size > 0) return undefined;
  const { namespace } = workload.ref;
  const neighbours = new Set([
    ...running(({ ref }) => ref.namespace === namespace),
    ...formerlyRun(required.former, namespace, facts),
  ]);
  if (!idleWouldDrift(tag === undefined ? {} : { tag }, decided, neighbours)) return undefined;
  const said = tag === undefined ? 'the digest of its tag is unknown' : `its tag points to ${tag}`;
  const pods = own.reduce((sum, user) => sum + user.unknown, 0);
  const runs =
    pods === 0 ? `none of its pods runs ${required.image}` : `${required.image}: ${unknownDigest(pods)}`;
  const wayOut = `${pods === 0 ? 'start it, or ' : ''}choose --drift tag`;
  return `${runs} and ${said}, but ${decided} is copied: ${wayOut}`;
}

function tagIn({ tag }: Drift): Pick<Drift, 'tag'> {
  return tag === undefined ? {} : { tag };
}

function resolvedOf(moving: readonly ImageMove[], byImage: ResolvedImages): ResolvedImage[] {
  return moving.flatMap(({ source }) => byImage.get(source) ?? []);
}
