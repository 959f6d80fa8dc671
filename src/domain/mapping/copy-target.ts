import { DEFAULT_TAG } from '../image/pin-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';

/** Where a copy is written: by tag, as a digest alone would leave nothing that keeps the image from being collected. */
export type CopyTarget = ImageReference & { readonly tag: string };

/**
 * The place to copy an image to, given the reference that pods will use: under its own tag, or an invented
 * one where it names only a digest. Never carries a digest.
 */
export function copyTarget({ host, repository, tag, digest }: ImageReference): CopyTarget {
  const implied = digest === undefined ? DEFAULT_TAG : digestTag(digest);
  return { host, repository, tag: tag ?? implied };
}

/** A tag for an image that has none. `sha256-...` would be taken for a signature or referrer of that image. */
function digestTag(digest: Digest): string {
  return `digest-${digest.slice(digest.indexOf(':') + 1).slice(0, 32)}`;
}
