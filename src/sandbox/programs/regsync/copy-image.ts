/** Copies an image with all that belongs to it (regclient, image.go: `imageCopyOpt`). */
import type { Descriptor, Manifest } from '../../oci/manifest.ts';
import { copyBlob, tell } from './copy-blob.ts';
import { addToFallbackTag, listReferrers } from './list-referrers.ts';
import type { FetchedManifest, ManifestHead, RepositoryClient } from './repository-client.ts';
import { RegsyncError } from './regsync-error.ts';
import type { RegsyncLog } from './regsync-log.ts';
import {
  commonName,
  isSameRepository,
  withDigest,
  withTag,
  type RegsyncReference,
} from './regsync-reference.ts';
import { together } from './together.ts';

export interface ImageCopyOptions {
  readonly client: RepositoryClient;
  readonly log: RegsyncLog;
  readonly referrers: boolean;
  readonly digestTags: boolean;
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
  async copy(pair: Pair, signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    const { source, target } = pair;
    const there = await this.#targetHead(target, signal);
    const digest = source.digest ?? (await client.manifestHead(source, signal)).digest;
    const matches = there?.digest === digest;
    if (matches && !this.#takesCompany()) return;
    const looksInto = !matches || isIndex(there.mediaType);
    const fetched = looksInto ? await client.manifest(source, signal) : undefined;
    if (fetched !== undefined) await this.#copyParts(pair, fetched.manifest, signal);
    await this.#copyCompany(pair, digest, signal);
    if (fetched !== undefined && !matches) await this.#put(target, fetched, signal);
  }

  #takesCompany(): boolean {
    return this.#options.referrers || this.#options.digestTags;
  }

  /** What comes along with an image without being a part of it. */
  async #copyCompany(pair: Pair, digest: string, signal: AbortSignal): Promise<void> {
    const { referrers, digestTags } = this.#options;
    const listedBy = referrers ? await this.#copyReferrers(pair, digest, signal) : undefined;
    if (digestTags) await this.#copyDigestTags(pair, { digest, listedBy }, signal);
  }

  /** That a registry does not let itself be asked ends the copy; anything else shows when writing. */
  async #targetHead(target: RegsyncReference, signal: AbortSignal): Promise<ManifestHead | undefined> {
    try {
      return await this.#options.client.manifestHead(target, signal);
    } catch (error) {
      if (!(error instanceof RegsyncError) || error.kind === 'canceled') throw error;
      if (error.kind === 'network') throw error.during('failed to access target registry');
      return undefined;
    }
  }

  async #copyParts(pair: Pair, { manifests, config, layers }: Manifest, signal: AbortSignal): Promise<void> {
    if (isSameRepository(pair.source, pair.target)) return;
    const children = (manifests ?? []).map((child) => async (common: AbortSignal) => {
      const childPair = {
        source: withDigest(pair.source, child.digest),
        target: withDigest(pair.target, child.digest),
      };
      await this.#once(childPair.target, child.digest, async () => this.copy(childPair, common));
    });
    const blobs = [
      ...(config === undefined ? [] : [{ blob: config, what: 'config', field: 'digest' }]),
      ...(layers ?? [])
        .filter(({ urls }) => (urls ?? []).length === 0)
        .map((blob) => ({ blob, what: 'layer', field: 'layer' })),
    ].map((part) => async (common: AbortSignal) => this.#copyPart(pair, part, common));
    await together([...children, ...blobs], signal);
  }

  async #copyPart(
    { source, target }: Pair,
    { blob, what, field }: { readonly blob: Descriptor; readonly what: string; readonly field: string },
    signal: AbortSignal,
  ): Promise<void> {
    const { client, log } = this.#options;
    const fields = { source: commonName(source), target: commonName(target), [field]: blob.digest };
    log('INFO', `Copy ${what}`, fields);
    try {
      await this.#once(target, blob.digest, async () =>
        copyBlob({ client, log, source, target, blob, signal }),
      );
    } catch (error) {
      tell(log, `Failed to copy ${what}`, fields, error);
      throw error;
    }
  }

  /** Returns the tag that listed them, where it was one. */
  async #copyReferrers(
    { source, target }: Pair,
    digest: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { client, log } = this.#options;
    const { descriptors, tag } = await listReferrers(client, source, digest, signal);
    const copies = descriptors.map((referrer) => async (common: AbortSignal) => {
      const pair = {
        source: withDigest(source, referrer.digest),
        target: withDigest(target, referrer.digest),
      };
      try {
        await this.#once(pair.target, referrer.digest, async () => this.copy(pair, common));
      } catch (error) {
        const fields = {
          digest: referrer.digest,
          src: commonName(pair.source),
          tgt: commonName(pair.target),
        };
        tell(log, 'Failed to copy referrer', fields, error);
        throw error;
      }
    });
    await together(copies, signal);
    return tag;
  }

  /** cosign's older way: tags `sha256-<hex>.sig` and the like. */
  async #copyDigestTags(
    { source, target }: Pair,
    { digest, listedBy }: { readonly digest: string; readonly listedBy: string | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    const all = await this.#options.client.tags(source, signal);
    const tags = all.filter((tag) => tag.startsWith(digest.replace(':', '-')) && tag !== listedBy);
    const copies = tags.map((tag) => async (common: AbortSignal) => {
      await this.copy({ source: withTag(source, tag), target: withTag(target, tag) }, common);
    });
    await together(copies, signal);
  }

  async #put(target: RegsyncReference, fetched: FetchedManifest, signal: AbortSignal): Promise<void> {
    const { client, log } = this.#options;
    try {
      const { headers } = await client.putManifest(target, fetched, signal);
      const { subject } = fetched.manifest;
      if (subject !== undefined && headers['oci-subject'] !== subject.digest) {
        await addToFallbackTag(client, target, fetched, signal);
      }
    } catch (error) {
      tell(log, 'Failed to push manifest', { target: commonName(target) }, error);
      throw error;
    }
  }

  async #once(target: RegsyncReference, digest: string, copy: () => Promise<void>): Promise<void> {
    const key = `${target.registry}/${target.repository}@${digest}`;
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const made = copy();
    this.#seen.set(key, made);
    return made;
  }
}

function isIndex(mediaType: string): boolean {
  return /(?:image\.index\.v1|manifest\.list\.v2)\+json$/.test(mediaType);
}
