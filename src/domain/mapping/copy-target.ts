import { DEFAULT_TAG } from '../image/pin-reference.ts';
import type { Digest, ImageReference } from '../image/reference.ts';

/** Where a copy is pushed: always with a tag, which protects the image from garbage collection. */
export type CopyTarget = ImageReference & { readonly tag: string };

/**
 * The target of a copy, for the reference that pods will use: its own tag, or a generated one if it has only a
 * digest. Never with a digest.
 */
export function copyTarget({ host, repository, tag, digest }: ImageReference): CopyTarget {
  const implied = digest === undefined ? DEFAULT_TAG : digestTag(digest);
  return { host, repository, tag: tag ?? implied };
}

/** A tag for an image without one. `sha256-...` would be mistaken for a signature or referrer of that image. */
function digestTag(digest: Digest): string {
  return `digest-${digest.slice(digest.indexOf(':') + 1).slice(0, 32)}`;
}
