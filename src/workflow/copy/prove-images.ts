/**
 * Proves that images are at the target: same digest, and a manifest for every platform of the nodes that can run the
 * workloads that use them (unknown nodes: every manifest). Manifests without a platform count as needed.
 */
import pMap from 'p-map';
import { RegistryError } from '../../domain/errors.ts';
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { formatPlatform, mightServe, type Platform } from '../../domain/image/platform.ts';
import type { Digest } from '../../domain/image/reference.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import type { Work } from '../../domain/ports/progress.ts';
import type { Registries, RemoteImage } from '../../domain/ports/registry.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

/** Why an image is not proven, by target; proven images are not in it. */
export type Unproven = ReadonlyMap<string, string>;

/** Checks every image at the target, regardless of what the engine reported. */
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
      const reason = await doubt(registries, copy, copy.platforms ?? platforms, signal);
      if (reason === undefined) proven += 1;
      else unproven.set(formatImageReference(copy.target), reason);
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
  try {
    const image = await registries.inspect(copy.target, signal);
    if (image === undefined) return 'the target does not have it';
    if (image.digest !== copy.digest) return `the target has another digest: ${image.digest}`;
    for (const { digest, name } of neededParts(image, platforms)) {
      if ((await registries.digest({ ...copy.target, digest }, signal)) === undefined) {
        return `the target lacks its manifest ${name}`;
      }
    }
    return unserved(image, platforms);
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error.failure === 'hidden' ? `${error.message}: ${UNSEEN}` : error.message;
  }
}

/** An image that cannot be read counts as not proven, although it may have been written. */
const UNSEEN =
  'not proven. Check that its project exists and that the login can read what it writes, then run this again';

interface NeededPart {
  readonly digest: Digest;
  readonly name: string;
}

function neededParts(
  { manifests, unplaced }: RemoteImage,
  platforms: readonly Platform[],
): readonly NeededPart[] {
  const needed = manifests.filter(
    ({ platform }) => platforms.length === 0 || platforms.some((node) => mightServe(platform, node)),
  );
  return [
    ...needed.map(({ digest, platform }) => ({ digest, name: `for ${formatPlatform(platform)}` })),
    ...unplaced.map((digest) => ({ digest, name: digest })),
  ];
}

/** A node platform without a manifest; artifacts that are not images need none. */
function unserved({ manifests, unplaced }: RemoteImage, platforms: readonly Platform[]): string | undefined {
  if (manifests.length === 0 || unplaced.length > 0) return undefined;
  const missing = platforms.find((node) => !manifests.some(({ platform }) => mightServe(platform, node)));
  if (missing === undefined) return undefined;
  return `it has no manifest for ${formatPlatform(missing)}, the platform of nodes that may run it: exclude these nodes with a node selector`;
}
