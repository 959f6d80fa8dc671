/** Which digest is copied for an image: what the pods run, unless the user chooses otherwise. */
import { countOf } from '../count-of.ts';
import type { Digest } from '../image/reference.ts';
import type { Drift } from './plan.ts';

export type DriftPolicy = 'running' | 'tag' | 'refuse';

export interface DigestQuestion {
  /** Canonical source reference with its tag. */
  readonly image: string;
  /** Pods by running digest; only digests known to belong to this repository. */
  readonly running: ReadonlyMap<Digest, number>;
  /** The same for each namespace with running pods. */
  readonly byNamespace: readonly ReadonlyMap<Digest, number>[];
  /** The digest of the tag at the source now. */
  readonly tag?: Digest;
}

export interface DigestDecision {
  /** Absent: nothing can be copied, see `refusal`. */
  readonly digest?: Digest;
  readonly refusal?: string;
  readonly drift?: Drift;
}

/** Decides for one tagged image. Pure. */
export function decideDigest(question: DigestQuestion, policy: DriftPolicy): DigestDecision {
  const drift = driftOf(question);
  if (drift !== undefined && policy === 'refuse') {
    return { refusal: 'its tag has drifted from what runs, which --drift refuse does not allow', drift };
  }
  const digest = policy === 'tag' ? question.tag : (mostAgreed(question) ?? question.tag);
  if (digest === undefined) {
    return {
      refusal:
        policy === 'tag'
          ? 'the source no longer has its tag'
          : 'no pod runs it and the source does not have its tag',
      ...(drift === undefined ? {} : { drift }),
    };
  }
  return { digest, ...(drift === undefined ? {} : { drift: { ...drift, decided: digest } }) };
}

/**
 * The digest of most pods within one namespace. Several namespaces count equally, regardless of their number of pods;
 * if they disagree the tag decides, if any pod runs it.
 */
function mostAgreed({ running, byNamespace, tag }: DigestQuestion): Digest | undefined {
  const own = tag === undefined ? {} : { tag };
  const voices = new Map<Digest, number>();
  for (const one of byNamespace) {
    const most = mostRun({ running: one, ...own });
    if (most !== undefined) voices.set(most, (voices.get(most) ?? 0) + 1);
  }
  if (byNamespace.length > 1 && tag !== undefined && running.has(tag)) return tag;
  return mostRun({ running: voices, ...own });
}

/** The digests of a single workload. */
export interface OwnDigests {
  /** Its pods by running digest. */
  readonly running: ReadonlyMap<Digest, number>;
  /** The digest of the tag at the source now, if looked up. */
  readonly tag?: Digest;
}

/** The decided digest of a workload's image, and the digests of its pods and its tag at that time. */
export interface DecidedDigest {
  readonly digest: Digest;
  readonly running: readonly Digest[];
  readonly tag?: Digest;
}

/**
 * The digest that most pods of a workload run, if it differs from the decided one, so that the move would change what
 * runs. `undefined` for a workload without pods.
 */
export function driftedDigest(own: OwnDigests, decided: Digest, policy: DriftPolicy): Digest | undefined {
  const most = policy === 'tag' ? undefined : mostRun(own);
  return most === decided ? undefined : most;
}

/**
 * Whether a workload without pods would start another image than before: it would start the tag, or, if unknown, what
 * others in its namespace run. Other namespaces do not count.
 */
export function idleWouldDrift(
  { tag }: Pick<OwnDigests, 'tag'>,
  decided: Digest,
  neighbours: ReadonlySet<Digest>,
): boolean {
  return tag === undefined ? !neighbours.has(decided) : tag !== decided;
}

/** Whether the tag has to be looked up again right before the change: if no running pod shows the digest. */
export function asksTagAgain(
  running: OwnDigests['running'],
  decided: DecidedDigest,
  policy: DriftPolicy,
): boolean {
  if (decided.tag === undefined) return false;
  return running.size === 0 || (policy === 'tag' && unforeseen(running, decided).length > 0);
}

/** The same right before the change, from the current pods and tag. Only digests that are new since the plan count. */
export function driftedSince(
  { running, tag }: OwnDigests,
  decided: DecidedDigest,
  policy: DriftPolicy,
): Digest | undefined {
  const movedOn = tag === decided.digest || tag === decided.tag ? undefined : tag;
  if (policy === 'tag' || running.size === 0) return movedOn;
  if (policy === 'refuse') return [...running.keys()].find((digest) => digest !== decided.digest);
  const own = { running, ...(decided.tag === undefined ? {} : { tag: decided.tag }) };
  return unforeseen(running, decided)[0] ?? driftedDigest(own, decided.digest, policy);
}

/** Digests that run now, were not decided, and did not run before. */
function unforeseen(running: OwnDigests['running'], { digest, running: before }: DecidedDigest): Digest[] {
  return [...running.keys()].filter((one) => one !== digest && !before.includes(one));
}

/** A clause about pods with an unknown digest. */
export function unknownDigest(pods: number): string {
  return `the digest that ${countOf(pods, 'pod')} ${pods === 1 ? 'runs' : 'run'} is unknown`;
}

function driftOf({ image, running, tag }: DigestQuestion): Drift | undefined {
  const disagree = running.size > 1;
  const movedOn = tag !== undefined && running.size > 0 && !running.has(tag);
  if (!disagree && !movedOn) return undefined;
  return {
    image,
    running: [...running].map(([digest, pods]) => ({ digest, pods })),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** The digest of most pods; on a tie that of the tag, otherwise the first by name, so that plans are reproducible. */
function mostRun({ running, tag }: OwnDigests): Digest | undefined {
  return [...running]
    .sort(
      ([a, podsOfA], [b, podsOfB]) =>
        podsOfB - podsOfA || Number(b === tag) - Number(a === tag) || (a < b ? -1 : 1),
    )
    .at(0)?.[0];
}
