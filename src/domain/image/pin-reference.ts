import type { Digest, ImageReference } from './reference.ts';

/** The tag that a runtime assumes where a reference names neither tag nor digest. */
export const DEFAULT_TAG = 'latest';

/** The reference that a runtime pulls: `:latest` without tag and digest. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference;
  return { ...reference, tag: DEFAULT_TAG };
}

/** The reference without its digest: name and tag. */
export function withoutDigest({ host, repository, tag }: ImageReference): ImageReference {
  return { host, repository, ...(tag === undefined ? {} : { tag }) };
}

/** The reference pinned to a digest; its tag is kept for readability. */
export function pinned(
  reference: ImageReference,
  digest: Digest,
): ImageReference & { readonly digest: Digest } {
  return { ...reference, digest };
}
