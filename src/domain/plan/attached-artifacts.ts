/**
 * Signatures, attestations and SBOMs of an image or its manifests: by cosign under tags derived from a digest
 * (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#tag-based-discovery), by others as manifests
 * that refer to it (OCI distribution specification). The latter come along with an image that is copied.
 */
import { formatImageReference, repositoryName } from '../image/format-reference.ts';
import { pinned } from '../image/pin-reference.ts';
import { groupByReference, ReferenceMap } from '../image/reference-map.ts';
import type { Digest, ImageReference } from '../image/reference.ts';
import type { CopyTarget } from '../mapping/copy-target.ts';
import { shortList } from '../short-list.ts';
import type { Plan, PlannedCopy } from './plan.ts';
import type { Lookup, UnknownLookup } from './registry-facts.ts';

const SUFFIXES = ['sig', 'att', 'sbom'];

export interface AttachedArtifact {
  readonly copy: PlannedCopy;
  readonly source: ImageReference;
  readonly target: CopyTarget;
}

/** The manifests of an index. */
export type IndexManifests =
  | { readonly state: 'found'; readonly parts: readonly Digest[] }
  /** Its registry counts such questions, so that they are left for when the image is at the target. */
  | { readonly state: 'counted' }
  | UnknownLookup;

export interface ImageWithManifests {
  readonly copy: PlannedCopy;
  readonly parts: IndexManifests;
}

/** An image and all its manifests: each may be signed. */
export function subjectsOf({ copy, parts }: ImageWithManifests): Digest[] {
  return [...new Set([copy.digest, ...(parts.state === 'found' ? parts.parts : [])])];
}

/** Distinct artifacts that may exist for the images of a plan, to look up by name. */
export function possibleArtifacts(images: readonly ImageWithManifests[]): AttachedArtifact[] {
  const artifacts = images.flatMap((image) =>
    subjectsOf(image).flatMap((digest) =>
      SUFFIXES.map((suffix) => {
        const tag = `${digest.replace(':', '-')}.${suffix}`;
        const { copy } = image;
        return { copy, source: tagged(copy.source, tag), target: tagged(copy.target, tag) };
      }),
    ),
  );
  return [...new Map(artifacts.map((one) => [namesOf(one), one])).values()];
}

function namesOf({ source, target }: AttachedArtifact): string {
  return `${formatImageReference(source)} ${formatImageReference(target)}`;
}

export interface LookedUpArtifact extends AttachedArtifact {
  readonly atSource: Lookup;
  /** Absent: not at the source. */
  readonly atTarget?: Lookup;
}

/** Referrers at the source of an image that is at the target, or of its manifests. */
export interface AskedReferrers {
  readonly copy: PlannedCopy;
  readonly answer:
    | { readonly state: 'found'; readonly lacking: readonly Digest[] }
    | (UnknownLookup & { readonly side: 'source' | 'target' });
}

export interface AskedBeside {
  readonly images: readonly ImageWithManifests[];
  readonly artifacts: readonly LookedUpArtifact[];
  readonly referrers: readonly AskedReferrers[];
}

/** Adds attached artifacts to the plan, and warnings about those that are not copied. */
export function withArtifacts(
  plan: Plan,
  { images, artifacts, referrers }: AskedBeside,
  overwrite: boolean,
): Plan {
  const judged = artifacts.map((one) => ({ ...one, behind: whyBehind(one, overwrite) }));
  const along = judged.flatMap((one) => (one.behind === undefined ? copyOf(one) : []));
  const lacks = new ReferenceMap(
    referrers.flatMap(({ copy, answer }) =>
      answer.state === 'found' && answer.lacking.length > 0 ? [[copy.target, answer.lacking] as const] : [],
    ),
  );
  const unasked = [
    ...images.map(({ copy, parts }) => ({ copy, behind: whyUnasked(parts) })),
    ...referrers.map(({ copy, answer }) => ({ copy, behind: whyUnasked(answer) })),
  ];
  const own = plan.copies.map((copy) => withReferrers(copy, lacks.get(copy.target)));
  const isNew = groupByReference(along, ({ target }) => target).flatMap((same) => same.slice(0, 1));
  const warnings = warningsOn([...judged, ...unasked]);
  return { ...plan, copies: [...own, ...isNew], warnings: [...plan.warnings, ...warnings] };
}

/** Copying an image again brings its referrers. */
function withReferrers(copy: PlannedCopy, lacks: readonly Digest[] | undefined): PlannedCopy {
  return lacks === undefined ? copy : { ...copy, present: false, lacks };
}

interface Judged {
  readonly copy: PlannedCopy;
  readonly behind: Reason | undefined;
}

function warningsOn(judged: readonly Judged[]): string[] {
  const causes = Map.groupBy(judged, ({ behind }) => behind?.cause);
  return [...causes].flatMap(([cause, some]) => {
    const detail = some[0]?.behind?.detail;
    if (cause === undefined) return [];
    const why = detail === undefined ? cause : `${cause} (${detail})`;
    return [`cosign artifacts of these images are not copied, ${why}: ${names(some)}`];
  });
}

function whyUnasked(answer: IndexManifests | AskedReferrers['answer']): Reason | undefined {
  if (answer.state === 'unknown') {
    const side = 'side' in answer ? answer.side : 'source';
    return { cause: `the ${side} cannot be reached`, detail: answer.reason };
  }
  return answer.state === 'counted' ? { cause: COUNTED } : undefined;
}

const COUNTED =
  'as far as they belong to single platforms: the source counts such lookups as pulls. Run the copy again after it is done to copy them';

function tagged({ host, repository }: ImageReference, tag: string): CopyTarget {
  return { host, repository, tag };
}

function copyOf({ copy, source, target, atSource, atTarget }: LookedUpArtifact): PlannedCopy[] {
  if (atSource.state !== 'found') return [];
  const { digest } = atSource;
  return [
    {
      source: pinned(source, digest),
      target,
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
  /** The first reason; there may be one for every image. */
  readonly detail?: string;
}

/** `undefined`: it is copied, or does not exist. */
function whyBehind({ atSource, atTarget }: LookedUpArtifact, overwrite: boolean): Reason | undefined {
  if (atSource.state === 'unknown') return { cause: 'the source cannot be reached', detail: atSource.reason };
  if (atSource.state !== 'found' || atTarget === undefined) return undefined;
  if (atTarget.state === 'unknown') return { cause: 'the target cannot be reached', detail: atTarget.reason };
  const differs = atTarget.state === 'found' && atTarget.digest !== atSource.digest;
  return differs && !overwrite
    ? { cause: 'the target has others: replace them with --overwrite' }
    : undefined;
}

function names(some: readonly Judged[]): string {
  return shortList(some.map(({ copy }) => formatImageReference(copy.target)));
}

/** Digests of attached artifacts, by `repository@digest` of their image. */
export function artifactDigests({ copies }: Pick<Plan, 'copies'>): ReadonlyMap<string, readonly Digest[]> {
  const images = new ReferenceMap(copies.map((copy) => [copy.target, copy]));
  const pairs = copies.flatMap(({ companionOf, source, digest }) => {
    const image = companionOf && images.get(companionOf);
    return image === undefined ? [] : [{ key: `${repositoryName(source)}@${image.digest}`, digest }];
  });
  const byImage = Map.groupBy(pairs, ({ key }) => key);
  return new Map([...byImage].map(([key, some]) => [key, some.map(({ digest }) => digest)]));
}
