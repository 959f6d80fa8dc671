/** Decides source, target and digest of the copy of one image, from registry lookups. */
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
import { deniedObstacle, isOpen, type SourceAccess } from './source-access.ts';
import { digestFor } from './which-digest.ts';

export interface ResolveContext {
  readonly mapping: Mapping;
  readonly facts: RegistryFacts;
  readonly drift: DriftPolicy;
  /** Overwrite a target tag that has another image. */
  readonly overwrite: boolean;
  readonly access: SourceAccess;
  /** Targets of the copies decided so far. */
  readonly taken: Pick<ReferenceMap<Digest>, 'get'>;
}

export interface ResolvedImage {
  readonly required: RequiredImage;
  /** Workloads without access to the image or with an unknown digest, and the reason. */
  readonly denied: ReadonlyMap<WorkloadMove, Obstacle>;
  /** Absent: refused, or denied to all workloads. */
  readonly copy?: PlannedCopy;
  readonly refusal?: { readonly code: LeftAloneCode; readonly reason: string };
  readonly drift?: Drift;
}

/** By source. */
export type ResolvedImages = Pick<ReferenceMap<ResolvedImage>, 'get'>;

/** Decides the digest, then which workloads can get it. Pure. */
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

/** With --drift refuse, workloads with an unknown digest are held back, without affecting others. */
function heldMoves(
  required: RequiredImage,
  digest: Digest | undefined,
  context: Pick<ResolveContext, 'access' | 'facts' | 'drift'>,
): ReadonlyMap<WorkloadMove, Obstacle> {
  const denied = deniedMoves(required, digest, context);
  if (context.drift !== 'refuse' || required.source.digest !== undefined) return denied;
  const unseen = required.users.filter(({ unknown }) => unknown > 0);
  const held = unseen.map(({ move, unknown }): [WorkloadMove, Obstacle] => {
    const reason = `${required.image}: ${unknownDigest(unknown)}, which --drift refuse does not allow`;
    return [move, { code: 'drift', reason }];
  });
  return new Map([...held, ...denied]);
}

/** Workloads without proof of access to the source. */
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
      return [move, deniedObstacle(required, move, answer, access)];
    }),
  );
}

/** The consumers of an image and its digest; `undefined`: not copied for any. */
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
 * A pinned image gets its tag only if the source's tag has the same digest: a pinned reference may name any tag,
 * which must not overwrite the one that others use.
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
    ? { code: 'no-digest', reason: `the source no longer has ${formatImageReference(source)}` }
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
    reason: `${name} has another image (${lookup.digest}): replace it with --overwrite`,
  };
}

function countWorkloads({ users }: RequiredImage): number {
  return new Set(users.map(({ move }) => move.workload)).size;
}
