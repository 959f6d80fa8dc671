/** Decides for one image what is copied from where to where, from what the registries said. */
import { formatImageReference } from '../image/format-reference.ts';
import { pinned, withoutDigest } from '../image/pin-reference.ts';
import type { ReferenceMap } from '../image/reference-map.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type DriftPolicy, unknownDigest } from './digest-decision.ts';
import { besideTag, type ImageConsumer, type RequiredImage, writtenTo } from './required-images.ts';
import type { WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';
import type { Drift, LeftAloneCode, PlannedCopy } from './plan.ts';
import { foundDigest, type Lookup, type RegistryFacts } from './registry-facts.ts';
import { closedObstacle, isOpen, type SourceAccess } from './source-access.ts';
import { digestFor } from './which-digest.ts';

export interface ResolveContext {
  readonly mapping: Mapping;
  readonly facts: RegistryFacts;
  readonly drift: DriftPolicy;
  /** Replace a tag of the target that holds another image. */
  readonly overwrite: boolean;
  readonly access: SourceAccess;
  /** Targets of the copies decided so far. */
  readonly taken: Pick<ReferenceMap<Digest>, 'get'>;
}

export interface ResolvedImage {
  readonly required: RequiredImage;
  /** Workloads that may not have the image, or of which nobody can tell that they run it, and why. */
  readonly denied: ReadonlyMap<WorkloadMove, Obstacle>;
  /** Absent: refused, or denied to all. */
  readonly copy?: PlannedCopy;
  readonly refusal?: { readonly code: LeftAloneCode; readonly reason: string };
  readonly drift?: Drift;
}

/** By source. */
export type ResolvedImages = Pick<ReferenceMap<ResolvedImage>, 'get'>;

/** Decides the digest, then for whom it can be copied. Pure. */
export function resolveImage(required: RequiredImage, context: ResolveContext): ResolvedImage {
  const { digest, refusal, drift } = digestFor(required, context);
  const denied = heldMoves(required, digest, context);
  const noted = { required, denied, ...(drift === undefined ? {} : { drift }) };
  if (digest === undefined) {
    const code = drift !== undefined && context.drift === 'refuse' ? 'drift' : 'no-digest';
    return { ...noted, refusal: { code, reason: `${required.image}: ${refusal ?? ''}` } };
  }
  const users = required.users.filter(({ move }) => !denied.has(move));
  return users.length === 0 ? noted : { ...noted, ...copyOf({ ...required, users }, digest, context) };
}

/** Who refuses drift wants to see of each workload what it runs; one that cannot be seen holds nobody else up. */
function heldMoves(
  required: RequiredImage,
  digest: Digest | undefined,
  context: Pick<ResolveContext, 'access' | 'facts' | 'drift'>,
): ReadonlyMap<WorkloadMove, Obstacle> {
  const denied = deniedMoves(required, digest, context);
  if (context.drift !== 'refuse' || required.source.digest !== undefined) return denied;
  const unseen = required.users.filter(({ untold }) => untold > 0);
  const held = unseen.map(({ move, untold }): [WorkloadMove, Obstacle] => {
    const reason = `${required.image}: ${unknownDigest(untold)}, and --drift refuse was given`;
    return [move, { code: 'drift', reason }];
  });
  return new Map([...held, ...denied]);
}

/** Without a digest, the source must have refused to tell it. */
function deniedMoves(
  required: RequiredImage,
  digest: Digest | undefined,
  { access, facts }: Pick<ResolveContext, 'access' | 'facts'>,
): ReadonlyMap<WorkloadMove, Obstacle> {
  const lookup = facts.source.get(required.source);
  const moves = [...Map.groupBy(required.users, ({ move }) => move)];
  const denied = moves.filter(([{ workload }, users]) =>
    digest === undefined
      ? lookup?.state === 'unknown' && lookup.refused === true && !access.opened.has(workload)
      : !isOpen(users, digest, access),
  );
  return new Map(
    denied.map(([move, users]) => {
      const answer = users.flatMap((user) => access.answers.get(user) ?? []).at(0) ?? lookup;
      return [move, closedObstacle(required, move, answer, access)];
    }),
  );
}

/** Who gets an image, with which digest; `undefined`: it is copied for nobody. */
export function usersOf(
  required: RequiredImage,
  context: Pick<ResolveContext, 'facts' | 'drift' | 'access'>,
): { readonly digest: Digest; readonly users: readonly ImageConsumer[] } | undefined {
  const { digest } = digestFor(required, context);
  if (digest === undefined) return undefined;
  const denied = heldMoves(required, digest, context);
  return { digest, users: required.users.filter(({ move }) => !denied.has(move)) };
}

function copyOf(
  required: RequiredImage,
  digest: Digest,
  context: ResolveContext,
): Pick<ResolvedImage, 'copy' | 'refusal'> {
  const source = pinned(required.source, digest);
  const { facts, overwrite } = context;
  const target = tagFor(required, digest, context);
  const held = facts.target.get(target);
  const present = foundDigest(held) === digest;
  const refusal = present
    ? undefined
    : (sourceRefusal(source, facts.source.get(source)) ?? targetRefusal(target, held, overwrite));
  if (refusal !== undefined) return { refusal };
  const unseen = held?.state === 'hidden' ? ({ hidden: true } as const) : {};
  return { copy: { source, target, digest, present, ...unseen, usedBy: countWorkloads(required) } };
}

/**
 * An image that the workloads pin by digest takes its tag only where the source says it of that digest too: a pinned
 * reference may name any tag, and the tag belongs to those who mean it.
 */
function tagFor(
  required: RequiredImage,
  digest: Digest,
  { mapping, facts, taken }: ResolveContext,
): CopyTarget {
  const tagged = writtenTo(required, mapping);
  if (required.source.digest === undefined) return tagged;
  const held = taken.get(tagged) ?? foundDigest(facts.target.get(tagged));
  const said = foundDigest(facts.source.get(withoutDigest(required.source)));
  return (held ?? said) === digest ? tagged : besideTag(tagged, digest);
}

function sourceRefusal(source: ImageReference, lookup: Lookup | undefined): ResolvedImage['refusal'] {
  return lookup?.state === 'absent'
    ? { code: 'no-digest', reason: `the source does not have ${formatImageReference(source)} any more` }
    : undefined;
}

function targetRefusal(
  target: CopyTarget,
  lookup: Lookup | undefined,
  overwrite: boolean,
): ResolvedImage['refusal'] {
  const name = formatImageReference(target);
  if (lookup?.state === 'unknown') return { code: 'no-digest', reason: `${name}: ${lookup.reason}` };
  if (lookup?.state !== 'found' || overwrite) return undefined;
  return {
    code: 'target-differs',
    reason: `${name} holds another image (${lookup.digest}): replace it with --overwrite`,
  };
}

function countWorkloads({ users }: RequiredImage): number {
  return new Set(users.map(({ move }) => move.workload)).size;
}
