/** Registry lookups for the images of a plan. */
import type { ReferenceMap } from '../image/reference-map.ts';
import type { Digest } from '../image/reference.ts';

export type Lookup =
  | { readonly state: 'found'; readonly digest: Digest }
  | { readonly state: 'absent' }
  /** The registry accepts the login, and does not let it see whether the image is there; `reason` is a sentence. */
  | { readonly state: 'hidden'; readonly reason: string }
  | UnknownLookup;

/** The registry could not be reached, or refused every login; `reason` is a sentence. */
export interface UnknownLookup {
  readonly state: 'unknown';
  readonly reason: string;
  readonly refused?: true;
}

export type Lookups = Pick<ReferenceMap<Lookup>, 'get'>;

/** Missing entries were not looked up. */
export interface RegistryFacts {
  readonly source: Lookups;
  readonly target: Lookups;
  /** Manifests by the digest of their index; missing: not looked up, or not an index. */
  readonly parts?: ReadonlyMap<Digest, ReadonlySet<Digest>>;
}

/** Runtimes may report the platform manifest of an index: the one of these indexes that contains it. */
export function wholeOf(
  digest: Digest,
  indexes: readonly Digest[],
  { parts }: Pick<RegistryFacts, 'parts'>,
): Digest {
  if (indexes.includes(digest) && parts?.has(digest) === true) return digest;
  return indexes.find((index) => parts?.get(index)?.has(digest) === true) ?? digest;
}

/** The digest of a lookup that found one. */
export function foundDigest(lookup: Lookup | undefined): Digest | undefined {
  return lookup?.state === 'found' ? lookup.digest : undefined;
}
