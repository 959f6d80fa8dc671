/** Whether anything tells that images ever came from a source: a misspelt one must not end in an all-clear. */
import { UsageError } from '../errors.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { liesIn, parseRegistryPrefix, type RegistryPrefix } from '../mapping/registry-prefix.ts';
import type { RunMove } from '../run/run-move.ts';

/** What a run moved away from, and where to. */
export interface PastMove {
  /** `host[:port][/path]`, or `*`. */
  readonly from: readonly string[];
  readonly to: string;
}

/** What rules move is moved too. */
export function pastMove({ from = [], rules, to }: Pick<RunMove, 'from' | 'rules' | 'to'>): PastMove {
  return { from: unique([...from, ...rules.map((rule) => rule.from)]), to };
}

export interface Evidence {
  /** Images that are named now, running or kept as history. */
  readonly named: readonly string[];
  /** Images that were named before: by records of changes, by runtimes that remember another name. */
  readonly before: readonly string[];
  readonly moves: readonly PastMove[];
}

/** What an inventory tells. */
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

/** Those of the sources that nothing knows. Throws UsageError for malformed ones. Pure. */
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
 * A move of a part of the source knows it. A move of more than that does as long as it left nothing behind: while images
 * still come from elsewhere in there, the source may be a misspelt name for those.
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

/** Journals are written by whoever may: what is no registry tells nothing. */
function prefixOf(text: string): RegistryPrefix | undefined {
  try {
    return parseRegistryPrefix(text, 'source');
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The registries, or parts of them as deep as the source, that images come from: what may have been meant. */
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
