/** Docker-like runtimes report the image config digest: checks whether the tag's image has it. */
import pMap from 'p-map';
import { RegistryError } from '../../domain/errors.ts';
import { pinned } from '../../domain/image/pin-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import { type RequiredImage, withConfigs } from '../../domain/plan/required-images.ts';
import type { Registries, RemoteImage } from '../../domain/ports/registry.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Requests only when pods report nothing else; failures leave it unknown. */
export async function placeConfigs(
  registries: Registries,
  needed: readonly RequiredImage[],
  signal: AbortSignal,
): Promise<RequiredImage[]> {
  return pMap(
    needed,
    async (required) => {
      if (required.users.every(({ configs }) => configs.length === 0)) return required;
      try {
        const image = await registries.inspect(required.source, signal);
        if (image === undefined) return required;
        return withConfigs(
          required,
          image.digest,
          await configsOf(registries, required.source, image, signal),
        );
      } catch (error) {
        if (error instanceof RegistryError) return required;
        throw error;
      }
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
}

/** Reads the manifests, since an index does not list their configs. */
async function configsOf(
  registries: Registries,
  source: ImageReference,
  { manifests }: RemoteImage,
  signal: AbortSignal,
): Promise<ReadonlySet<Digest>> {
  const configs = await Promise.all(
    manifests.map(async ({ config, digest }) => {
      if (config !== undefined) return config;
      const part = await registries.inspect(pinned(source, digest), signal);
      return part?.manifests[0]?.config;
    }),
  );
  return new Set(configs.filter((config) => config !== undefined));
}
