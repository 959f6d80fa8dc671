/** Whether a source was ever used: a misspelt source must not result in an all-clear. */
import { UsageError } from '../errors.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { liesIn, parseRegistryPrefix, type RegistryPrefix } from '../mapping/registry-prefix.ts';
import type { RunMove } from '../run/run-move.ts';

/** Source and target of a run. */
export interface PastMove {
  /** `host[:port][/path]`, or `*`. */
  readonly from: readonly string[];
  readonly to: string;
}

/** Includes the sources of rules. */
export function pastMove({ from = [], rules, to }: Pick<RunMove, 'from' | 'rules' | 'to'>): PastMove {
  return { from: unique([...from, ...rules.map((rule) => rule.from)]), to };
}

export interface Evidence {
  /** Images that are used now or in history. */
  readonly named: readonly string[];
  /** Images that were used before: from change records and from names reported by runtimes. */
  readonly before: readonly string[];
  readonly moves: readonly PastMove[];
}

/** The evidence in an inventory. */
export function evidenceIn({ workloads, pods, inConfigMaps = [] }: Inventory): Omit<Evidence, 'moves'> {
  const containers = pods.flatMap((pod) => pod.containers);
  const mentions = [...workloads.flatMap((workload) => workload.mentions ?? []), ...inConfigMaps];
  return {
    named: unique([
      ...workloads.flatMap(({ images }) => images.map(({ image }) => image)),
      ...containers.map(({ image }) => image),
      ...mentions.map(
        ({ leadsTo: { host, repository } }) => `${host}/${repository === '' ? 'any' : repository}`,
      ),
    ]),
    before: unique([
      ...workloads.flatMap(({ recordedFrom = [] }) => recordedFrom),
      ...containers.flatMap(({ running }) => running?.repository ?? []),
    ]),
  };
}

/** The unknown sources. Throws UsageError for malformed ones. Pure. */
export function unknownSources(sources: readonly string[], { named, before, moves }: Evidence): string[] {
  const now = named.flatMap((image) => tryParseImageReference(image) ?? []);
  const once = before.flatMap((image) => tryParseImageReference(image) ?? []);
  return sources.filter((text) => {
    if (text === '*') return false;
    const source = parseRegistryPrefix(text, '--from');
    const isKnown =
      [...now, ...once].some((image) => liesIn(source, image)) ||
      moves.some((move) => hasMoved(move, source, now));
    return !isKnown;
  });
}

/**
 * A move of a part of the source proves it. A move of a larger source does unless it left images: then the source may
 * be a misspelt name of these.
 */
function hasMoved({ from, to }: PastMove, source: RegistryPrefix, now: readonly ImageReference[]): boolean {
  const whole: ImageReference = { host: source.host, repository: source.path };
  return from.some((text) => {
    if (text === '*') {
      const target = prefixOf(to);
      return target?.host !== source.host && now.every(({ host }) => host === target?.host);
    }
    const moved = prefixOf(text);
    if (moved === undefined) return false;
    if (liesIn(source, { host: moved.host, repository: moved.path })) return true;
    return liesIn(moved, whole) && !now.some((image) => liesIn(moved, image));
  });
}

/** Journals are untrusted: invalid registries are ignored. */
function prefixOf(text: string): RegistryPrefix | undefined {
  try {
    return parseRegistryPrefix(text, 'source');
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Suggestions: the registries of images, cut to the depth of the source. */
export function placesLike(source: string, images: readonly string[]): string[] {
  const depth = source.split('/').length - 1;
  return unique(
    images.flatMap((image) => {
      const parsed = tryParseImageReference(image);
      if (parsed === undefined) return [];
      return [[parsed.host, ...parsed.repository.split('/').slice(0, depth)].join('/')];
    }),
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
