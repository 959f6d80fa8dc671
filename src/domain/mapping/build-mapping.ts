import { UsageError } from '../errors.ts';
import { checkMapping } from './check-mapping.ts';
import type { Mapping, MappingRequest, MappingRule, PrefixRule } from './mapping.ts';
import type { RegistryPrefix } from './registry-prefix.ts';
import { depth, formatRegistryPrefix, parseRegistryPrefix } from './registry-prefix.ts';

/** Every registry but the target's. */
const EVERY_SOURCE = '*';

/** Parses and validates a mapping. Throws UsageError. */
export function buildMapping(request: MappingRequest): Mapping {
  const target = parseRegistryPrefix(request.to, 'target');
  const strategy = request.strategy ?? 'keep';
  const mapping: Mapping = {
    sources: readSources(request.from),
    everySource: request.from.includes(EVERY_SOURCE),
    target,
    ...(request.push !== undefined && { push: parseRegistryPrefix(request.push, 'push address') }),
    strategy,
    maxDepth: readMaxDepth(request, target),
    rules: (request.rules ?? []).map(readRule).toSorted((a, b) => depth(b.from.path) - depth(a.from.path)),
  };
  checkMapping(mapping);
  return mapping;
}

function readSources(from: readonly string[]): readonly RegistryPrefix[] {
  const sources = from
    .filter((text) => text !== EVERY_SOURCE)
    .map((text) => parseRegistryPrefix(text, 'source'));
  const unique = new Map(sources.map((source) => [formatRegistryPrefix(source), source]));
  return [...unique.values()].toSorted((a, b) => depth(b.path) - depth(a.path));
}

function readMaxDepth({ strategy, maxDepth }: MappingRequest, target: RegistryPrefix): number {
  const least = depth(target.path) + 1;
  if (maxDepth === undefined) return least;
  if (strategy !== 'flatten') {
    throw new UsageError(`a maximum depth has no effect with the strategy ${strategy ?? 'keep'}`, {
      nextStep: 'Use it with --strategy flatten, or leave it out.',
    });
  }
  if (Number.isInteger(maxDepth) && maxDepth >= least) return maxDepth;
  throw new UsageError(`the maximum depth ${maxDepth} leaves no room below ${formatRegistryPrefix(target)}`, {
    nextStep: `The prefix counts too: use a whole number, ${least} or more.`,
  });
}

function readRule({ from, to, origin }: MappingRule): PrefixRule {
  return {
    from: parseRegistryPrefix(from, 'source of a mapping rule', origin),
    to: parseRegistryPrefix(to, 'target of a mapping rule', origin),
    ...(origin !== undefined && { origin }),
  };
}
