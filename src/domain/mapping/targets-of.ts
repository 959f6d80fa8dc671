import type { Mapping } from './mapping.ts';
import type { RegistryPrefix } from './registry-prefix.ts';

/** Every place that a mapping puts images to, as pods name it. */
export function targetsOf({ target, rules }: Mapping): readonly RegistryPrefix[] {
  return [target, ...rules.map((rule) => rule.to)];
}
