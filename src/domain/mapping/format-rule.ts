import type { PrefixRule } from './mapping.ts';
import { formatRegistryPrefix } from './registry-prefix.ts';

/** `rule quay.io/a -> new.example/b (rules.yaml:3)` */
export function formatRule({ from, to, origin }: PrefixRule): string {
  const text = `rule ${formatRegistryPrefix(from)} -> ${formatRegistryPrefix(to)}`;
  return origin === undefined ? text : `${text} (${origin})`;
}
