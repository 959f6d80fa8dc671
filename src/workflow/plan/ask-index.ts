/** Reads the manifests of indexes: some runtimes report the platform manifest instead of the index. */
import pMap from 'p-map';
import { RegistryError } from '../../domain/errors.ts';
import { pinned } from '../../domain/image/pin-reference.ts';
import type { Digest, ImageReference } from '../../domain/image/reference.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { type RequiredImage, writtenTo } from '../../domain/plan/required-images.ts';
import { foundDigest, type Lookups } from '../../domain/plan/registry-facts.ts';
import type { Registries } from '../../domain/ports/registry.ts';
import { REQUESTS_AT_ONCE } from '../cluster/requests-at-once.ts';

export interface IndexQuestion {
  readonly needed: readonly RequiredImage[];
  readonly mapping: Mapping;
  /** Lookups of the tags at the source. */
  readonly source: Lookups;
}

/** Manifests by the digest of the index. No request when what runs is the current tag; failed requests are ignored. */
export async function askIndex(
  registries: Registries,
  question: IndexQuestion,
  signal: AbortSignal,
): Promise<ReadonlyMap<Digest, ReadonlySet<Digest>>> {
  const places = Map.groupBy(
    question.needed.flatMap((required) => doubtful(required, question)),
    ({ digest }) => digest,
  );
  const answers = await pMap(
    places,
    async ([digest, some]) => [digest, await partsAt(registries, some, signal)] as const,
    { concurrency: REQUESTS_AT_ONCE, signal },
  );
  return new Map(answers.filter(([, parts]) => parts.size > 0));
}

type Place = ImageReference & { readonly digest: Digest };

/** Possible indexes of which pods report a manifest. */
function doubtful(required: RequiredImage, { mapping, source }: IndexQuestion): Place[] {
  if (required.source.digest !== undefined) return [];
  const tag = foundDigest(source.get(required.source));
  const running = required.users.flatMap((user) => user.running.map(({ digest }) => digest));
  const said = new Set([...(tag === undefined ? [] : [tag]), ...running]);
  const strange = required.former.filter((one) => one.running.some((digest) => digest !== one.digest));
  return [
    ...(said.size > 1 ? [...said].map((digest) => pinned(required.source, digest)) : []),
    ...strange.flatMap(({ digest }) => [
      pinned(writtenTo(required, mapping), digest),
      pinned(required.source, digest),
    ]),
  ];
}

async function partsAt(
  registries: Registries,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<ReadonlySet<Digest>> {
  for (const place of places) {
    try {
      const image = await registries.inspect(place, signal);
      if (image === undefined) continue;
      const parts = [...image.manifests.map(({ digest }) => digest), ...image.unplaced];
      return new Set(parts.filter((digest) => digest !== place.digest));
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
    }
  }
  return new Set();
}
