/** Whether what pods report is the proven image: runtimes may report any name and digest of the same content. */
import { formatImageReference } from '../../domain/image/format-reference.ts';
import { tryParseImageReference } from '../../domain/image/parse-reference.ts';
import { pinned } from '../../domain/image/pin-reference.ts';
import { mightServe, type Platform } from '../../domain/image/platform.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { pushAddress } from '../../domain/mapping/push-address.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { memoizeSuccess } from '../../domain/memoize.ts';
import type { PlatformManifest, Registries, RemoteImage } from '../../domain/ports/registry.ts';
import { ifNoAnswer } from './if-no-answer.ts';
import { knownPlaces } from './known-places.ts';

export interface ComparedImage {
  /** The references before and after the move. */
  readonly source: ImageReference;
  readonly to: ImageReference;
  readonly digest: Digest;
}

export interface ReportedImage {
  /** Empty: the digest is of the image config, which is all that some runtimes report. */
  readonly repository: string;
  readonly digest: Digest;
}

/** `false` also when unknown. */
export type SameImage = (
  proven: ComparedImage,
  reported: ReportedImage,
  signal: AbortSignal,
) => Promise<boolean>;

export interface Estate {
  readonly mapping: Mapping;
  readonly plan: Pick<Plan, 'copies' | 'platforms'>;
}

/**
 * The same image is: the proven manifest, a manifest of the proven index, or an image of which every manifest that a
 * node might run is a proven one or has its config, such as an index rebuilt with another attestation.
 */
export function sameImages(registries: Registries, { mapping, plan }: Estate): SameImage {
  const isKnown = knownPlaces(mapping, plan);
  const inspect = rememberingInspect(registries);
  const isMadeOf = async (other: FoundImage, proven: FoundImage, signal: AbortSignal): Promise<boolean> => {
    const parts = other.image.manifests.filter(({ platform }) => mightRun(platform, plan.platforms));
    if (!other.image.complete || parts.length === 0) return false;
    const { place, image } = proven;
    if (isPartOf(digestsOf(parts), digestsOf(image.manifests))) return true;
    const configs = await configsOf(inspect, { place: other.place, manifests: parts }, signal);
    return isPartOf(configs, await configsOf(inspect, { place, manifests: image.manifests }, signal));
  };
  const find = async (
    digest: Digest,
    places: readonly ImageReference[],
    signal: AbortSignal,
  ): Promise<FoundImage | undefined> => {
    for (const place of places.filter(isKnown)) {
      const image = await inspect(pinned(place, digest), signal);
      if (image !== undefined) return { place, image };
    }
    return undefined;
  };
  return async ({ source, to, digest }, reported, signal) => {
    if (reported.digest === digest) return true;
    const target = pushAddress(mapping, to);
    const proven = await find(digest, [target], signal);
    if (proven === undefined) return false;
    if (digestsOf(proven.image.manifests).includes(reported.digest)) return true;
    if (reported.repository === '') {
      const configs = await configsOf(inspect, { place: target, manifests: proven.image.manifests }, signal);
      return configs.includes(reported.digest);
    }
    const named = tryParseImageReference(reported.repository);
    const places = [target, source, ...(named === undefined ? [] : [named])];
    const other = await find(reported.digest, places, signal);
    return other !== undefined && (await isMadeOf(other, proven, signal));
  };
}

interface FoundImage {
  readonly place: ImageReference;
  readonly image: RemoteImage;
}

/** `undefined`: absent or unknown. */
type Inspect = (image: ImageReference, signal: AbortSignal) => Promise<RemoteImage | undefined>;

/** Cached forever: the content of a digest never changes. */
function rememberingInspect(registries: Registries): Inspect {
  const inspect = memoizeSuccess(
    (image) => formatImageReference(image),
    async (image: ImageReference, signal: AbortSignal) => registries.inspect(image, signal),
  );
  return async ({ host, repository, digest }, signal) =>
    inspect({ host, repository, ...(digest === undefined ? {} : { digest }) }, signal).catch(
      ifNoAnswer(() => undefined),
    );
}

interface Parts {
  readonly place: ImageReference;
  readonly manifests: readonly PlatformManifest[];
}

async function configsOf(
  inspect: Inspect,
  { place, manifests }: Parts,
  signal: AbortSignal,
): Promise<(Digest | undefined)[]> {
  const each = manifests.map(async ({ config, digest }) => {
    if (config !== undefined) return config;
    return (await inspect(pinned(place, digest), signal))?.manifests[0]?.config;
  });
  return Promise.all(each);
}

function mightRun(platform: Platform, nodes: readonly Platform[]): boolean {
  return nodes.length === 0 || nodes.some((node) => mightServe(platform, node));
}

function digestsOf(manifests: readonly PlatformManifest[]): Digest[] {
  return manifests.map(({ digest }) => digest);
}

function isPartOf(some: readonly (Digest | undefined)[], all: readonly (Digest | undefined)[]): boolean {
  return some.every((digest) => digest !== undefined && all.includes(digest));
}
