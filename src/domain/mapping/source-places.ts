/** Which places belong to the source, also where no whole image is named. */
import type { ImageReference } from '../image/reference.ts';
import { comesFromSource } from './map-image.ts';
import type { Mapping } from './mapping.ts';
import { bareHost, liesIn, parseRegistryPrefix, type RegistryPrefix } from './registry-prefix.ts';

export type SourcePlace = Pick<ImageReference, 'host' | 'repository'>;

export interface SourcePlaces {
  /** The hosts of the source, see `bareHost`; absent: any host may be one. */
  readonly hosts?: ReadonlySet<string>;
  /** Where any host may be one: also those that are called a registry count, without an image. */
  readonly bareRegistries?: true;
  /** Whether a repository, or the path that several have in common, belongs to the source; empty: all of a registry. */
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

/** What lies under one of the prefixes, where no target is known. Throws UsageError for malformed prefixes. */
export function namedPlaces(from: readonly string[]): SourcePlaces {
  const prefixes = from.map((text) => parseRegistryPrefix(text, '--from'));
  return {
    hosts: hostsOf(prefixes),
    includes: (place) => prefixes.some((prefix) => liesIn(prefix, place)),
  };
}

/** Every registry: for whoever only lists. */
export const EVERYWHERE: SourcePlaces = { bareRegistries: true, includes: () => true };

function hostsOf(prefixes: readonly RegistryPrefix[]): ReadonlySet<string> {
  return new Set(prefixes.map(({ host }) => bareHost(host)));
}
