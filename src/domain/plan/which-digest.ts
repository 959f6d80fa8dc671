/** Which digest of an image is copied, from its pods and registry lookups. */
import { repositoryName } from '../image/format-reference.ts';
import { pinned } from '../image/pin-reference.ts';
import type { Digest } from '../image/reference.ts';
import { podsByDigest } from '../inventory/running-digests.ts';
import type { ImageConsumer, FormerConsumer, RequiredImage } from './required-images.ts';
import { decideDigest, type DigestDecision, type DriftPolicy } from './digest-decision.ts';
import { foundDigest, type RegistryFacts, wholeOf } from './registry-facts.ts';

/** The digest to copy, regardless of access. */
export function digestFor(
  required: RequiredImage,
  { facts, drift }: { readonly facts: RegistryFacts; readonly drift: DriftPolicy },
): DigestDecision {
  const { digest } = required.source;
  if (digest !== undefined) return { digest };
  const lookup = facts.source.get(required.source);
  const tag = foundDigest(lookup);
  const running = runningHere(required, required.users, facts);
  const namespaces = Map.groupBy(required.users, ({ move }) => move.workload.ref.namespace);
  const byNamespace = [...namespaces.values()]
    .map((users) => runningHere(required, users, facts))
    .filter(({ size }) => size > 0);
  const question = { image: required.image, running, byNamespace, ...(tag === undefined ? {} : { tag }) };
  const decision = decideDigest(question, drift);
  if (decision.digest !== undefined || lookup?.state !== 'unknown') return decision;
  const former = drift === 'tag' ? undefined : formerDigest(required, facts);
  return former === undefined
    ? { ...decision, refusal: `no pod reports its digest and the source cannot be reached: ${lookup.reason}` }
    : { digest: former };
}

/** What already moved workloads run, if every namespace that still uses the image has one. */
function formerDigest({ users, former }: RequiredImage, facts: RegistryFacts): Digest | undefined {
  const namespaces = new Set(users.map(({ move }) => move.workload.ref.namespace));
  const digests = [...namespaces].map((namespace) => formerlyRun(former, namespace, facts));
  const [first] = digests[0] ?? [];
  return digests.every((some) => some.size === 1 && first !== undefined && some.has(first))
    ? first
    : undefined;
}

/** Proven digests that moved workloads of a namespace run. */
export function formerlyRun(
  former: readonly FormerConsumer[],
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
 * Pods by digest. Runtimes report any name of the same content, so a digest reported under another repository counts
 * only if the source has it.
 */
export function runningHere(
  { source }: Pick<RequiredImage, 'source'>,
  users: readonly ImageConsumer[],
  facts: RegistryFacts,
): Map<Digest, number> {
  const own = repositoryName(source);
  const known = users
    .flatMap(({ running }) => running)
    .filter(
      ({ repository, digest }) =>
        repository === own || facts.source.get(pinned(source, digest))?.state === 'found',
    );
  const tag = foundDigest(facts.source.get(source));
  return wholes(podsByDigest(known), tag, facts);
}

/** Counts platform manifests as their index: that of the tag, before other running ones. */
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
