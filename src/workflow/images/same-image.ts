/** Whether a digest that pods report is the image that was proven: runtimes report any name of the same content. */
import { RegistryError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { pushAddress } from '../../domain/mapping/push-address.ts';
import type { PlatformManifest, Registries, RemoteImage } from '../../domain/ports/registry.ts';

export interface ComparedImage {
  /** What the workload says after the move. */
  readonly to: string;
  readonly digest: Digest;
  /** What it said before; digests that are not proven are looked for there too. */
  readonly from: string;
}

/** `false` also where nobody can tell: a digest is never believed to be another one. */
export type SameImage = (proven: ComparedImage, reported: Digest, signal: AbortSignal) => Promise<boolean>;

/**
 * The same are: the proven manifest, a manifest of the proven index, and an image all of whose manifests, or their
 * configurations, are those of the proven one, such as an index that was made anew with another attestation.
 */
export function sameImages(registries: Registries, mapping: Mapping): SameImage {
  const known = new Map<string, Promise<RemoteImage | undefined>>();
  const inspect = async (
    image: ImageReference,
    digest: Digest,
    signal: AbortSignal,
  ): Promise<RemoteImage | undefined> => {
    const { host, repository } = image;
    const key = `${host}/${repository}@${digest}`;
    const asked = known.get(key) ?? registries.inspect({ host, repository, digest }, signal);
    known.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      known.delete(key);
      if (error instanceof RegistryError) return undefined;
      throw error;
    }
  };
  const configsOf = async (
    image: ImageReference,
    manifests: readonly PlatformManifest[],
    signal: AbortSignal,
  ): Promise<(Digest | undefined)[]> => {
    const each = manifests.map(async ({ config, digest }) => {
      if (config !== undefined) return config;
      return (await inspect(image, digest, signal))?.manifests[0]?.config;
    });
    return Promise.all(each);
  };
  return async (proven, reported, signal) => {
    if (reported === proven.digest) return true;
    const target = pushAddress(mapping, parseImageReference(proven.to));
    const wanted = await inspect(target, proven.digest, signal);
    if (wanted === undefined) return false;
    if (wanted.manifests.some(({ digest }) => digest === reported)) return true;
    for (const place of [target, parseImageReference(proven.from)]) {
      const other = await inspect(place, reported, signal);
      if (other === undefined) continue;
      if (!other.complete) return false;
      const [ours, theirs] = [wanted.manifests, other.manifests];
      if (isPartOf(digestsOf(theirs), digestsOf(ours))) return true;
      const configs = await configsOf(place, theirs, signal);
      return isPartOf(configs, await configsOf(target, ours, signal));
    }
    return false;
  };
}

function digestsOf(manifests: readonly PlatformManifest[]): Digest[] {
  return manifests.map(({ digest }) => digest);
}

function isPartOf(some: readonly (Digest | undefined)[], all: readonly (Digest | undefined)[]): boolean {
  return some.length > 0 && some.every((digest) => digest !== undefined && all.includes(digest));
}
