import type { Mapping, PrefixRule } from './mapping.ts';
import { formatRegistryPrefix } from './registry-prefix.ts';

/** The mapping in lines for people, in the order in which it decides. */
export function explainMapping(mapping: Mapping): readonly string[] {
  const target = formatRegistryPrefix(mapping.target);
  const push = mapping.push === undefined ? '' : ` (written to ${formatRegistryPrefix(mapping.push)})`;
  return [
    ...mapping.rules.map(formatRule),
    ...mapping.sources.map((source) => `${formatRegistryPrefix(source)} -> ${strategyText(mapping)}`),
    ...(mapping.everySource ? [`any other registry but the target's -> ${strategyText(mapping)}`] : []),
    `target ${target}${push}`,
  ];
}

/** `rule quay.io/a -> new.example/b (rules.yaml:3)` */
export function formatRule({ from, to, origin }: PrefixRule): string {
  const text = `rule ${formatRegistryPrefix(from)} -> ${formatRegistryPrefix(to)}`;
  return origin === undefined ? text : `${text} (${origin})`;
}

function strategyText({ strategy, maxDepth, target }: Mapping): string {
  const to = formatRegistryPrefix(target);
  switch (strategy) {
    case 'keep':
      return `${to}/<path> (strategy keep)`;
    case 'prefix-host':
      return `${to}/<source host>/<path> (strategy prefix-host)`;
    case 'flatten':
      return `${to}/<path joined with "-"> (strategy flatten, at most ${maxDepth} components)`;
  }
}
