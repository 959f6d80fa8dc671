/** Which registries and paths belong to the source, for texts without a complete image. */
import type { ImageReference } from '../image/reference.ts';
import { comesFromSource } from './map-image.ts';
import type { Mapping } from './mapping.ts';
import { bareHost, liesIn, parseRegistryPrefix, type RegistryPrefix } from './registry-prefix.ts';

export type SourcePlace = Pick<ImageReference, 'host' | 'repository'>;

export interface SourcePlaces {
  /** The hosts of the source, see `bareHost`; absent: any host may be one. */
  readonly hosts?: ReadonlySet<string>;
  /** If any host may be one: whether hosts called a registry count even without an image. */
  readonly bareRegistries?: true;
  /** Whether a repository, or a common path of several, belongs to the source; empty: the whole registry. */
  readonly includes: (place: SourcePlace) => boolean;
}

/** What the mapping would move. */
export function mappedPlaces(mapping: Mapping): SourcePlaces {
  const prefixes = [...mapping.sources, ...mapping.rules.map(({ from }) => from)];
  return {
    ...(mapping.everySource ? {} : { hosts: hostsOf(prefixes) }),
    includes: (place) => comesFromSource(mapping, place),
  };
}

/** Matches the prefixes, without a target. Throws UsageError for malformed prefixes. */
export function namedPlaces(from: readonly string[]): SourcePlaces {
  const prefixes = from.map((text) => parseRegistryPrefix(text, '--from'));
  return {
    hosts: hostsOf(prefixes),
    includes: (place) => prefixes.some((prefix) => liesIn(prefix, place)),
  };
}

/** Every registry, for listing. */
export const EVERYWHERE: SourcePlaces = { bareRegistries: true, includes: () => true };

function hostsOf(prefixes: readonly RegistryPrefix[]): ReadonlySet<string> {
  return new Set(prefixes.map(({ host }) => bareHost(host)));
}
