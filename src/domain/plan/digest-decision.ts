/** Which digest is copied for an image: what the pods run, unless the user decides otherwise. */
import { countOf } from '../count-of.ts';
import type { Digest } from '../image/reference.ts';
import type { Drift } from './plan.ts';

export type DriftPolicy = 'running' | 'tag' | 'refuse';

export interface DigestQuestion {
  /** Canonical source reference with its tag. */
  readonly image: string;
  /** Pods by the digest that they run; only digests that are known to belong to this repository. */
  readonly running: ReadonlyMap<Digest, number>;
  /** The same for each namespace alone where any pod runs it. */
  readonly byNamespace: readonly ReadonlyMap<Digest, number>[];
  /** What the tag says at the source now. */
  readonly tag?: Digest;
}

export interface DigestDecision {
  /** Absent: nothing can be copied; `refusal` tells why. */
  readonly digest?: Digest;
  readonly refusal?: string;
  readonly drift?: Drift;
}

/** Decides for one tagged image. Pure. */
export function decideDigest(question: DigestQuestion, policy: DriftPolicy): DigestDecision {
  const drift = driftOf(question);
  if (drift !== undefined && policy === 'refuse') {
    return { refusal: 'its tag does not say (only) what runs, and --drift refuse was given', drift };
  }
  const digest = policy === 'tag' ? question.tag : (mostAgreed(question) ?? question.tag);
  if (digest === undefined) {
    return {
      refusal:
        policy === 'tag'
          ? 'the source does not have its tag any more'
          : 'no pod runs it and the source does not have its tag',
      ...(drift === undefined ? {} : { drift }),
    };
  }
  return { digest, ...(drift === undefined ? {} : { drift: { ...drift, decided: digest } }) };
}

/**
 * The digest of most pods where they are all of one namespace. Namespaces have one voice each, however many pods they
 * start; where they disagree the tag says what is meant, if any pod runs that.
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

/** What is known of one workload alone. */
export interface OwnDigests {
  /** Its pods by the digest that they run. */
  readonly running: ReadonlyMap<Digest, number>;
  /** What the tag says at the source now, where it was asked. */
  readonly tag?: Digest;
}

/** What was decided for an image of a workload, and what its own pods and the tag said then. */
export interface DecidedDigest {
  readonly digest: Digest;
  readonly running: readonly Digest[];
  readonly tag?: Digest;
}

/**
 * The digest that most pods of a workload run, where another one was decided for all that name the image: it would run
 * something else after the move. A workload of which nothing runs does not stray.
 */
export function driftedDigest(own: OwnDigests, decided: Digest, policy: DriftPolicy): Digest | undefined {
  const most = policy === 'tag' ? undefined : mostRun(own);
  return most === decided ? undefined : most;
}

/**
 * Whether a workload of which nothing runs would start something else than before: it starts what its tag says, and where
 * nobody can tell that, what its neighbours in the namespace run. No other namespace decides for it.
 */
export function idleWouldDrift(
  { tag }: Pick<OwnDigests, 'tag'>,
  decided: Digest,
  neighbours: ReadonlySet<Digest>,
): boolean {
  return tag === undefined ? !neighbours.has(decided) : tag !== decided;
}

/** Whether it matters, right before the change, what the tag says by now: where nothing that runs can tell what is new. */
export function asksTagAgain(
  running: OwnDigests['running'],
  decided: DecidedDigest,
  policy: DriftPolicy,
): boolean {
  if (decided.tag === undefined) return false;
  return running.size === 0 || (policy === 'tag' && unforeseen(running, decided).length > 0);
}

/**
 * The same once more right before the change, from what runs and what the tag says by now. What was there when the plan
 * was made was decided with it; what has come since was not.
 */
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

/** What runs by now, was not decided, and did not run before. */
function unforeseen(running: OwnDigests['running'], { digest, running: before }: DecidedDigest): Digest[] {
  return [...running.keys()].filter((one) => one !== digest && !before.includes(one));
}

/** Of pods that run something of which nobody can tell the digest. */
export function unknownDigest(pods: number): string {
  return `the digest that ${countOf(pods, 'pod')} ${pods === 1 ? 'runs' : 'run'} is not known`;
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

/** The digest of most pods; among equals the tag's, else the first by name, so that a plan is reproducible. */
function mostRun({ running, tag }: OwnDigests): Digest | undefined {
  return [...running]
    .sort(
      ([a, podsOfA], [b, podsOfB]) =>
        podsOfB - podsOfA || Number(b === tag) - Number(a === tag) || (a < b ? -1 : 1),
    )
    .at(0)?.[0];
}
