/** Proves that images are at the target: same digest, and a manifest for every platform of the nodes (unknown: for all). */
import pMap from 'p-map';
import { RegistryError } from '../../domain/errors.ts';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import { formatPlatform, type Platform, servesPlatform } from '../../domain/image/platform.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries } from '../../domain/ports/registry.ts';

const REQUESTS_AT_ONCE = 16;

/** Why an image is not proven, by target; proven images are not in it. */
export type Unproven = ReadonlyMap<string, string>;

/** Looks at every image itself, whatever an engine said of its work. */
export async function proveImages(
  registries: Registries,
  copies: readonly PlannedCopy[],
  platforms: readonly Platform[],
  { signal, progress }: Work,
): Promise<Unproven> {
  const unproven = new Map<string, string>();
  let proven = 0;
  await pMap(
    copies,
    async (copy) => {
      const reason = await doubt(registries, copy, platforms, signal);
      if (reason === undefined) proven += 1;
      else unproven.set(copy.target, reason);
      progress.update(`${proven} of ${copies.length} images proven`);
    },
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return unproven;
}

async function doubt(
  registries: Registries,
  copy: PlannedCopy,
  platforms: readonly Platform[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const target = parseImageReference(copy.target);
  try {
    const image = await registries.inspect(target, signal);
    if (image === undefined) return 'the target does not have it';
    if (image.digest !== copy.digest) return `the target has another digest: ${image.digest}`;
    const needed = image.manifests.filter(
      ({ platform }) => platforms.length === 0 || platforms.some((node) => servesPlatform(platform, node)),
    );
    for (const { digest, platform } of needed) {
      if ((await registries.digest({ ...target, digest }, signal)) === undefined) {
        return `the target lacks its manifest for ${formatPlatform(platform)}`;
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return error.message;
    throw error;
  }
}
