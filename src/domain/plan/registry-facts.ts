/** What the registries said about the images of a plan. */
import type { Digest } from '../image/reference.ts';

export type Lookup =
  | { readonly state: 'found'; readonly digest: Digest }
  | { readonly state: 'absent' }
  /** The registry could not be asked, or refused every login; `reason` is a sentence. */
  | { readonly state: 'unknown'; readonly reason: string; readonly refused?: true };

/** Lookups by canonical reference. What is missing was not asked. */
export interface RegistryFacts {
  readonly source: ReadonlyMap<string, Lookup>;
  readonly target: ReadonlyMap<string, Lookup>;
}

/** The digest of a lookup that found one. */
export function foundDigest(lookup: Lookup | undefined): Digest | undefined {
  return lookup?.state === 'found' ? lookup.digest : undefined;
}
