/** What the registries said about the images of a plan. */
import type { ReferenceMap } from '../image/reference-map.ts';
import type { Digest } from '../image/reference.ts';

export type Lookup =
  | { readonly state: 'found'; readonly digest: Digest }
  | { readonly state: 'absent' }
  /** The registry accepts the login, and does not let it see whether the image is there; `reason` is a sentence. */
  | { readonly state: 'hidden'; readonly reason: string }
  | UnknownLookup;

/** The registry could not be asked, or refused every login; `reason` is a sentence. */
export interface UnknownLookup {
  readonly state: 'unknown';
  readonly reason: string;
  readonly refused?: true;
}

export type Lookups = Pick<ReferenceMap<Lookup>, 'get'>;

/** What is missing was not asked. */
export interface RegistryFacts {
  readonly source: Lookups;
  readonly target: Lookups;
  /** The manifests of indexes, by the digest of the index; what is missing was not asked, or is no index. */
  readonly parts?: ReadonlyMap<Digest, ReadonlySet<Digest>>;
}

/** Runtimes may report the manifest that they took from an index: one of these indexes, where it is of that. */
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
