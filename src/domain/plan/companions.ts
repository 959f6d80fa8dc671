/**
 * Signatures, attestations and bills of materials that cosign keeps beside an image, under tags that follow from its
 * digest (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#tag-based-discovery).
 */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import { parseImageReference } from '../image/parse-reference.ts';
import { pinned } from '../image/pin-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import { shortList } from '../short-list.ts';
import type { Plan, PlannedCopy } from './plan.ts';
import type { Lookup } from './registry-facts.ts';

const SUFFIXES = ['sig', 'att', 'sbom'];

export interface Companion {
  readonly copy: PlannedCopy;
  readonly source: ImageReference;
  readonly target: ImageReference;
}

/** What there may be beside the images of a plan: to be asked for by name. */
export function possibleCompanions(copies: readonly PlannedCopy[]): Companion[] {
  return copies.flatMap((copy) =>
    SUFFIXES.map((suffix) => {
      const tag = `${copy.digest.replace(':', '-')}.${suffix}`;
      return { copy, source: tagged(copy.source, tag), target: tagged(copy.target, tag) };
    }),
  );
}

export interface AskedCompanion extends Companion {
  readonly atSource: Lookup;
  /** Absent: the source has none. */
  readonly atTarget?: Lookup;
}

/** The plan with what comes along, and a word on what stays behind. */
export function withCompanions(plan: Plan, asked: readonly AskedCompanion[], overwrite: boolean): Plan {
  const judged = asked.map((one) => ({ ...one, behind: whyBehind(one, overwrite) }));
  const along = judged.flatMap((one) => (one.behind === undefined ? copyOf(one) : []));
  const causes = Map.groupBy(judged, ({ behind }) => behind?.cause);
  const warnings = [...causes].flatMap(([cause, some]) => {
    const detail = some[0]?.behind?.detail;
    if (cause === undefined) return [];
    const why = detail === undefined ? cause : `${cause} (${detail})`;
    return [`what cosign may keep beside images stays behind, ${why}: ${names(some)}`];
  });
  return { ...plan, copies: [...plan.copies, ...along], warnings: [...plan.warnings, ...warnings] };
}

function tagged(image: string, tag: string): ImageReference {
  const { host, repository } = parseImageReference(image);
  return { host, repository, tag };
}

function copyOf({ copy, source, target, atSource, atTarget }: AskedCompanion): PlannedCopy[] {
  if (atSource.state !== 'found') return [];
  const { digest } = atSource;
  return [
    {
      source: formatImageReference(pinned(source, digest)),
      target: formatImageReference(target),
      digest,
      present: atTarget?.state === 'found' && atTarget.digest === digest,
      ...(atTarget?.state === 'hidden' ? ({ hidden: true } as const) : {}),
      usedBy: copy.usedBy,
      companionOf: copy.target,
    },
  ];
}

interface Reason {
  readonly cause: string;
  /** Of the first; there may be one for every image. */
  readonly detail?: string;
}

/** `undefined`: it comes along, or there is none. */
function whyBehind({ atSource, atTarget }: AskedCompanion, overwrite: boolean): Reason | undefined {
  if (atSource.state === 'unknown') return { cause: 'the source cannot be asked', detail: atSource.reason };
  if (atSource.state !== 'found' || atTarget === undefined) return undefined;
  if (atTarget.state === 'unknown') return { cause: 'the target cannot be asked', detail: atTarget.reason };
  const differs = atTarget.state === 'found' && atTarget.digest !== atSource.digest;
  return differs && !overwrite
    ? { cause: 'the target holds others: replace them with --overwrite' }
    : undefined;
}

/** A warning stays readable. */
const MOST_NAMES = 6;

function names(some: readonly Companion[]): string {
  return shortList(
    some.map(({ copy }) => copy.target),
    MOST_NAMES,
  );
}

/** The digests of what comes along, by `repository@digest` of the image that it belongs to. */
export function companionDigests({ copies }: Pick<Plan, 'copies'>): ReadonlyMap<string, readonly Digest[]> {
  const images = new Map(copies.map((copy) => [copy.target, copy]));
  const pairs = copies.flatMap(({ companionOf = '', source, digest }) => {
    const image = images.get(companionOf);
    return image === undefined
      ? []
      : [{ key: `${repositoryName(parseImageReference(source))}@${image.digest}`, digest }];
  });
  const byImage = Map.groupBy(pairs, ({ key }) => key);
  return new Map([...byImage].map(([key, some]) => [key, some.map(({ digest }) => digest)]));
}
