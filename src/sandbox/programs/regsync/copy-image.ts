/** Copies an image with all that belongs to it (regclient, image.go: `imageCopyOpt`). */
import type { Descriptor, Manifest } from '../../oci/manifest.ts';
import { MEDIA_TYPES } from '../../registry/media-types.ts';
import type { ManifestHead, RegsyncClient } from './regsync-client.ts';
import { RegsyncError } from './regsync-error.ts';
import { withDigest, type RegsyncReference } from './regsync-reference.ts';

export interface ImageCopyOptions {
  readonly client: RegsyncClient;
  /** Told of each blob before it is copied. */
  readonly onBlob: (what: 'config' | 'layer', pair: Pair, blob: Descriptor) => void;
  readonly referrers: boolean;
}

interface Pair {
  readonly source: RegsyncReference;
  readonly target: RegsyncReference;
}

/** One copy with everything below it; what occurs twice travels once. */
export class ImageCopy {
  readonly #options: ImageCopyOptions;
  readonly #seen = new Map<string, Promise<void>>();

  constructor(options: ImageCopyOptions) {
    this.#options = options;
  }

  /** Rejects with RegsyncError. */
  async copy(pair: Pair): Promise<void> {
    const { client, referrers } = this.#options;
    const { source, target } = pair;
    const there = await this.#targetHead(target);
    const digest = source.digest ?? (await client.manifestHead(source)).digest;
    const matches = there?.digest === digest;
    // What refers to the platforms of an index comes along too.
    const isLookedInto = !matches || (referrers && isIndex(there));
    const fetched = isLookedInto ? await client.manifest(source) : undefined;
    if (fetched !== undefined) await this.#copyParts(pair, fetched.manifest);
    if (referrers) await this.#copyAll(pair, await client.referrers(source, digest));
    if (fetched !== undefined && !matches) await client.putManifest(target, fetched);
  }

  /** That a registry does not let itself be asked ends the copy; anything else shows when writing. */
  async #targetHead(target: RegsyncReference): Promise<ManifestHead | undefined> {
    try {
      return await this.#options.client.manifestHead(target);
    } catch (error) {
      if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
      if (error.kind !== 'network') return undefined;
      throw new RegsyncError(`failed to access target registry: ${error.message}`, error.kind);
    }
  }

  async #copyParts(pair: Pair, { manifests = [], config, layers = [] }: Manifest): Promise<void> {
    const blobs = layers.filter(({ urls = [] }) => urls.length === 0);
    await together([
      this.#copyAll(
        pair,
        manifests.map(({ digest }) => digest),
      ),
      ...(config === undefined ? [] : [this.#copyBlob('config', pair, config)]),
      ...blobs.map(async (blob) => this.#copyBlob('layer', pair, blob)),
    ]);
  }

  /** Manifests of the same repository. */
  async #copyAll({ source, target }: Pair, digests: readonly string[]): Promise<void> {
    const pairs = digests.map((digest) => [withDigest(source, digest), withDigest(target, digest)] as const);
    await together(
      pairs.map(async ([from, to]) =>
        this.#once(to.digest ?? '', async () => this.copy({ source: from, target: to })),
      ),
    );
  }

  async #copyBlob(what: 'config' | 'layer', pair: Pair, blob: Descriptor): Promise<void> {
    this.#options.onBlob(what, pair, blob);
    const { source, target } = pair;
    await this.#once(blob.digest, async () => this.#options.client.copyBlob(source, target, blob.digest));
  }

  async #once(digest: string, copy: () => Promise<void>): Promise<void> {
    const known = this.#seen.get(digest);
    if (known !== undefined) return known;
    const made = copy();
    this.#seen.set(digest, made);
    return made;
  }
}

function isIndex({ mediaType }: ManifestHead): boolean {
  return mediaType === MEDIA_TYPES.oci.index || mediaType === MEDIA_TYPES.docker.index;
}

/** Waits for all; rejects with what the first failed with. */
async function together(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
