/** Image references: the grammar of github.com/distribution/reference. */
import { digestFault } from './grammar/digest.ts';

/** `sha256:<64 hex>` or another registered algorithm. */
export type Digest = `${string}:${string}`;

/** A parsed image reference, Docker Hub short names normalised. */
export interface ImageReference {
  /** `host[:port]`, `docker.io` for Docker Hub. */
  readonly host: string;
  /** Path below the host, e.g. `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** Whether a text is a valid digest. */
export function isDigest(text: string): text is Digest {
  return digestFault(text) === undefined;
}
