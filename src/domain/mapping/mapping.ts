/** How source references become target references. */
import type { RegistryPrefix } from './registry-prefix.ts';

export const MAPPING_STRATEGIES = ['keep', 'prefix-host', 'flatten'] as const;

/** How the path of a source image is mapped below the target:
 * `keep`         `quay.io/a/b/x` -> `T/a/b/x` (the whole path, whatever prefix the source was given with)
 * `prefix-host`  `quay.io/a/b/x` -> `T/quay.io/a/b/x` (see hostAsComponent for ports)
 * `flatten`      `quay.io/a/b/x` -> `T/a-b-x`, or `T/a/b-x` with one more level allowed
 */
export type MappingStrategy = (typeof MAPPING_STRATEGIES)[number];

/**
 * `quay.io/a` -> `new.example/b` moves `quay.io/a/x:1` to `new.example/b/x:1` and `quay.io/a:1` to `new.example/b:1`.
 */
export interface MappingRule {
  /** `host[:port][/prefix]`; prefixes match whole components: `quay.io/a` does not match `quay.io/ab`. */
  readonly from: string;
  /** `host[:port][/prefix]` */
  readonly to: string;
  /** Where the rule was written, for messages, e.g. `rules.yaml:3`. */
  readonly origin?: string;
}

/** A mapping as given by a user. */
export interface MappingRequest {
  /** `host[:port][/prefix]`, or `*`: every registry but the target's. */
  readonly from: readonly string[];
  /** `host[:port][/prefix]` as pods will name it. */
  readonly to: string;
  /** The push address of `to`, if it differs. */
  readonly push?: string;
  /** Default `keep`. */
  readonly strategy?: MappingStrategy;
  /** With `flatten`: maximum components of a target repository, including the prefix in `to`. Default: one below it. */
  readonly maxDepth?: number;
  /** The longest `from` wins; rules override the strategy, and their `from` is also a source. */
  readonly rules?: readonly MappingRule[];
}

/** A validated rule. */
export interface PrefixRule {
  readonly from: RegistryPrefix;
  readonly to: RegistryPrefix;
  readonly origin?: string;
}

/** A mapping validated by buildMapping: it never maps a mapped image again. */
export interface Mapping {
  /** Longest first. */
  readonly sources: readonly RegistryPrefix[];
  /** Every registry without a target is a source too. */
  readonly everySource: boolean;
  readonly target: RegistryPrefix;
  readonly push?: RegistryPrefix;
  readonly strategy: MappingStrategy;
  readonly maxDepth: number;
  /** Longest `from` first. */
  readonly rules: readonly PrefixRule[];
}
