/** Which digest is copied for an image: what the pods run, unless the user decides otherwise. */
import type { Digest } from '../image/reference.ts';
import type { Drift } from './plan.ts';

export type DriftPolicy = 'running' | 'tag' | 'refuse';

export interface DigestQuestion {
  /** Canonical source reference with its tag. */
  readonly image: string;
  /** Pods by the digest that they run; only digests that are known to belong to this repository. */
  readonly running: ReadonlyMap<Digest, number>;
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
  const digest = policy === 'tag' ? question.tag : (mostRun(question) ?? question.tag);
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
function mostRun({ running, tag }: DigestQuestion): Digest | undefined {
  return [...running]
    .sort(
      ([a, podsOfA], [b, podsOfB]) =>
        podsOfB - podsOfA || Number(b === tag) - Number(a === tag) || (a < b ? -1 : 1),
    )
    .at(0)?.[0];
}
