/** Which images come from the source, for commands that only read. */
import { UsageError } from '../domain/errors.ts';
import { mappedSources, namedSources, type SourceMatcher } from '../domain/mapping/source-matcher.ts';
import { mappedPlaces, namedPlaces, type SourcePlaces } from '../domain/mapping/source-places.ts';
import { formatRegistryPrefix } from '../domain/mapping/registry-prefix.ts';
import type { SourceFlags } from './flags/move-flags.ts';
import { readMapping } from './plan-request.ts';

export interface SourceSelection {
  readonly from: readonly string[];
  /** The `from` of each rule. */
  readonly rules: readonly string[];
  readonly isSource: SourceMatcher;
  readonly places: SourcePlaces;
}

/** With --to the mapping decides, otherwise the prefixes of --from. Throws UsageError. */
export async function sourceMatcher(flags: SourceFlags): Promise<SourceSelection> {
  const from = flags.from ?? [];
  if (flags.to !== undefined || flags.rules !== undefined) {
    const { mapping } = await readMapping(flags);
    return {
      from,
      rules: mapping.rules.map((rule) => formatRegistryPrefix(rule.from)),
      isSource: mappedSources(mapping),
      places: mappedPlaces(mapping),
    };
  }
  if (from.length === 0 || from.includes('*')) {
    throw new UsageError(from.length === 0 ? 'missing --from' : "--from '*' needs --to", {
      nextStep: 'Name the registry to look for, e.g. --from old.example.',
    });
  }
  return { from, rules: [], isSource: namedSources(from), places: namedPlaces(from) };
}
