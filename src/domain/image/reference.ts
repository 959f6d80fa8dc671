/** Image references: the grammar of github.com/distribution/reference. */

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
