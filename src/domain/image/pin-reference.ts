import type { Digest, ImageReference } from './reference.ts';

/** The tag that a runtime assumes where a reference names neither tag nor digest. */
export const DEFAULT_TAG = 'latest';

/** What a runtime pulls for a reference: `:latest` where neither tag nor digest is named. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference;
  return { ...reference, tag: DEFAULT_TAG };
}

/** What it says besides its digest: the name, with the tag where it has one. */
export function withoutDigest({ host, repository, tag }: ImageReference): ImageReference {
  return { host, repository, ...(tag === undefined ? {} : { tag }) };
}

/** The same reference fixed to a digest; its tag stays, for people to read. */
export function pinned(
  reference: ImageReference,
  digest: Digest,
): ImageReference & { readonly digest: Digest } {
  return { ...reference, digest };
}
