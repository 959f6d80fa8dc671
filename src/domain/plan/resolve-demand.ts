/** Decides for one image what is copied from where to where, from what the registries said. */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import { pinned } from '../image/pin-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import { podsByDigest } from '../inventory/running-digests.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { decideDigest, type DigestDecision, type DriftPolicy, untoldDigest } from './digest-decision.ts';
import { besideTag, type DemandUser, type FormerUser, type ImageDemand, writtenTo } from './demand.ts';
import type { WorkloadMove } from './moves.ts';
import type { Obstacle } from './obstacles.ts';
import type { Drift, LeftAloneCode, PlannedCopy } from './plan.ts';
import { foundDigest, type Lookup, type RegistryFacts, wholeOf } from './registry-facts.ts';
import { closedObstacle, isOpen, type SourceAccess } from './source-access.ts';

export interface ResolveContext {
  readonly mapping: Mapping;
  readonly facts: RegistryFacts;
  readonly drift: DriftPolicy;
  /** Replace a tag of the target that holds another image. */
  readonly overwrite: boolean;
  readonly access: SourceAccess;
  /** Targets of the copies decided so far. */
  readonly taken: ReadonlyMap<string, Digest>;
}

export interface ResolvedDemand {
  readonly demand: ImageDemand;
  /** Workloads that may not have the image, or of which nobody can tell that they run it, and why. */
  readonly closed: ReadonlyMap<WorkloadMove, Obstacle>;
  /** Absent: refused, or closed to all. */
  readonly copy?: PlannedCopy;
  readonly refusal?: { readonly code: LeftAloneCode; readonly reason: string };
  readonly drift?: Drift;
}

/** Decides the digest, then for whom it can be copied. Pure. */
export function resolveDemand(demand: ImageDemand, context: ResolveContext): ResolvedDemand {
  const { digest, refusal, drift } = digestFor(demand, context);
  const closed = heldMoves(demand, digest, context);
  const noted = { demand, closed, ...(drift === undefined ? {} : { drift }) };
  if (digest === undefined) {
    const code = drift !== undefined && context.drift === 'refuse' ? 'drift' : 'no-digest';
    return { ...noted, refusal: { code, reason: `${demand.image}: ${refusal ?? ''}` } };
  }
  const users = demand.users.filter(({ move }) => !closed.has(move));
  return users.length === 0 ? noted : { ...noted, ...copyOf({ ...demand, users }, digest, context) };
}

/** Who refuses drift wants to see of each workload what it runs; one that cannot be seen holds nobody else up. */
function heldMoves(
  demand: ImageDemand,
  digest: Digest | undefined,
  context: Pick<ResolveContext, 'access' | 'facts' | 'drift'>,
): ReadonlyMap<WorkloadMove, Obstacle> {
  const closed = closedMoves(demand, digest, context);
  if (context.drift !== 'refuse' || demand.source.digest !== undefined) return closed;
  const unseen = demand.users.filter(({ untold }) => untold > 0);
  const held = unseen.map(({ move, untold }): [WorkloadMove, Obstacle] => {
    const reason = `${demand.image}: ${untoldDigest(untold)}, and --drift refuse was given`;
    return [move, { code: 'drift', reason }];
  });
  return new Map([...held, ...closed]);
}

/** Without a digest, the source must have refused to tell it. */
function closedMoves(
  demand: ImageDemand,
  digest: Digest | undefined,
  { access, facts }: Pick<ResolveContext, 'access' | 'facts'>,
): ReadonlyMap<WorkloadMove, Obstacle> {
  const lookup = facts.source.get(demand.image);
  const moves = [...Map.groupBy(demand.users, ({ move }) => move)];
  const closed = moves.filter(([{ workload }, users]) =>
    digest === undefined
      ? lookup?.state === 'unknown' && lookup.refused === true && !access.opened.has(workload)
      : !isOpen(users, digest, access),
  );
  return new Map(
    closed.map(([move, users]) => {
      const answer = users.flatMap((user) => access.answers.get(user) ?? []).at(0) ?? lookup;
      return [move, closedObstacle(demand, move, answer, access)];
    }),
  );
}

/** Who gets an image, with which digest; `undefined`: it is copied for nobody. */
export function usersOf(
  demand: ImageDemand,
  context: Pick<ResolveContext, 'facts' | 'drift' | 'access'>,
): { readonly digest: Digest; readonly users: readonly DemandUser[] } | undefined {
  const { digest } = digestFor(demand, context);
  if (digest === undefined) return undefined;
  const closed = heldMoves(demand, digest, context);
  return { digest, users: demand.users.filter(({ move }) => !closed.has(move)) };
}

/** Which digest an image is to be copied with, whoever may have it. */
export function digestFor(
  demand: ImageDemand,
  { facts, drift }: Pick<ResolveContext, 'facts' | 'drift'>,
): DigestDecision {
  const { digest } = demand.source;
  if (digest !== undefined) return { digest };
  const lookup = facts.source.get(demand.image);
  const tag = foundDigest(lookup);
  const running = runningHere(demand, demand.users, facts);
  const namespaces = Map.groupBy(demand.users, ({ move }) => move.workload.ref.namespace);
  const byNamespace = [...namespaces.values()]
    .map((users) => runningHere(demand, users, facts))
    .filter(({ size }) => size > 0);
  const question = { image: demand.image, running, byNamespace, ...(tag === undefined ? {} : { tag }) };
  const decision = decideDigest(question, drift);
  if (decision.digest !== undefined || lookup?.state !== 'unknown') return decision;
  const former = drift === 'tag' ? undefined : formerDigest(demand, facts);
  return former === undefined
    ? { ...decision, refusal: `no pod tells its digest and the source cannot be asked: ${lookup.reason}` }
    : { digest: former };
}

/** What those run who were moved before, where each namespace that still names the image has such a neighbour. */
function formerDigest({ users, former }: ImageDemand, facts: RegistryFacts): Digest | undefined {
  const namespaces = new Set(users.map(({ move }) => move.workload.ref.namespace));
  const digests = [...namespaces].map((namespace) => formerlyRun(former, namespace, facts));
  const [first] = digests[0] ?? [];
  return digests.every((some) => some.size === 1 && first !== undefined && some.has(first))
    ? first
    : undefined;
}

/** The digests that were proven and are run by pods of a namespace that named the image before they were moved. */
export function formerlyRun(
  former: readonly FormerUser[],
  namespace: string | undefined,
  facts: Pick<RegistryFacts, 'parts'>,
): ReadonlySet<Digest> {
  const own = former.filter(({ workload }) => workload.ref.namespace === namespace);
  const proven = own.filter(({ digest, running }) =>
    running.some((one) => wholeOf(one, [digest], facts) === digest),
  );
  return new Set(proven.map(({ digest }) => digest));
}

/**
 * Pods by digest. Runtimes report a digest under any of the names that they know for the same content, so a digest
 * reported under another repository counts only when the source confirms that it has it.
 */
export function runningHere(
  { source }: Pick<ImageDemand, 'source'>,
  users: readonly DemandUser[],
  facts: RegistryFacts,
): Map<Digest, number> {
  const own = repositoryName(source);
  const known = users
    .flatMap(({ running }) => running)
    .filter(
      ({ repository, digest }) =>
        repository === own ||
        facts.source.get(formatImageReference(pinned(source, digest)))?.state === 'found',
    );
  const tag = foundDigest(facts.source.get(formatImageReference(source)));
  return wholes(podsByDigest(known), tag, facts);
}

/** Parts count as the index that they are of: what the tag says, before others that run. */
export function wholes(
  running: ReadonlyMap<Digest, number>,
  tag: Digest | undefined,
  facts: Pick<RegistryFacts, 'parts'>,
): Map<Digest, number> {
  const indexes = [...(tag === undefined ? [] : [tag]), ...running.keys()];
  const whole = new Map<Digest, number>();
  for (const [digest, pods] of running) {
    const index = wholeOf(digest, indexes, facts);
    whole.set(index, (whole.get(index) ?? 0) + pods);
  }
  return whole;
}

function copyOf(
  demand: ImageDemand,
  digest: Digest,
  context: ResolveContext,
): Pick<ResolvedDemand, 'copy' | 'refusal'> {
  const source = pinned(demand.source, digest);
  const { facts, overwrite } = context;
  const target = formatImageReference(tagFor(demand, digest, context));
  const held = facts.target.get(target);
  const present = foundDigest(held) === digest;
  const refusal = present
    ? undefined
    : (sourceRefusal(source, facts.source.get(formatImageReference(source))) ??
      targetRefusal(target, held, overwrite));
  if (refusal !== undefined) return { refusal };
  const tagged = formatImageReference({ ...demand.source, digest });
  return { copy: { source: tagged, target, digest, present, usedBy: countWorkloads(demand) } };
}

/**
 * An image that the workloads pin by digest takes its tag only where the source says it of that digest too: a pinned
 * reference may name any tag, and the tag belongs to those who mean it.
 */
function tagFor(
  demand: ImageDemand,
  digest: Digest,
  { mapping, facts, taken }: ResolveContext,
): ImageReference {
  const tagged = writtenTo(demand, mapping);
  const name = formatImageReference(tagged);
  const { digest: named, ...sourceTag } = demand.source;
  if (named === undefined) return tagged;
  const held = taken.get(name) ?? foundDigest(facts.target.get(name));
  const said = foundDigest(facts.source.get(formatImageReference(sourceTag)));
  return (held ?? said) === digest ? tagged : besideTag(tagged, digest);
}

function sourceRefusal(source: ImageReference, lookup: Lookup | undefined): ResolvedDemand['refusal'] {
  return lookup?.state === 'absent'
    ? { code: 'no-digest', reason: `the source does not have ${formatImageReference(source)} any more` }
    : undefined;
}

function targetRefusal(
  target: string,
  lookup: Lookup | undefined,
  overwrite: boolean,
): ResolvedDemand['refusal'] {
  if (lookup?.state === 'unknown') return { code: 'no-digest', reason: `${target}: ${lookup.reason}` };
  if (lookup?.state !== 'found' || overwrite) return undefined;
  return {
    code: 'target-differs',
    reason: `${target} holds another image (${lookup.digest}): replace it with --overwrite`,
  };
}

function countWorkloads({ users }: ImageDemand): number {
  return new Set(users.map(({ move }) => move.workload)).size;
}
