import type { Mapping } from './mapping.ts';
import type { RegistryPrefix } from './registry-prefix.ts';

/** Every target of a mapping, by the pull address. */
export function targetsOf({ target, rules }: Mapping): readonly RegistryPrefix[] {
  return [target, ...rules.map((rule) => rule.to)];
}
