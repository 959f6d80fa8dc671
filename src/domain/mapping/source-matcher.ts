/** Checks whether images come from the source, with a cache. */
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import { certainPlace } from '../image/templated.ts';
import { comesFromSource } from './map-image.ts';
import type { Mapping } from './mapping.ts';
import { liesIn, parseRegistryPrefix } from './registry-prefix.ts';

/** Takes an image as written; templated images are judged by their known prefix, malformed ones never match. */
export type SourceMatcher = (image: string) => boolean;

/** What the mapping would move. */
export function mappedSources(mapping: Mapping): SourceMatcher {
  return remembering((image) => comesFromSource(mapping, image));
}

/** Matches the prefixes, without a target. Throws UsageError for malformed prefixes. */
export function namedSources(from: readonly string[]): SourceMatcher {
  const prefixes = from.map((text) => parseRegistryPrefix(text, '--from'));
  return remembering((image) => prefixes.some((prefix) => liesIn(prefix, image)));
}

/** Cached, since thousands of pods use the same few images. */
function remembering(decide: (image: ImageReference) => boolean): SourceMatcher {
  const known = new Map<string, boolean>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const image = tryParseImageReference(text) ?? certainPlace(text);
    const answer = image !== undefined && decide(image);
    known.set(text, answer);
    return answer;
  };
}
