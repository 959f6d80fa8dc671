import { parseCustomImages, type CustomImages } from '../domain/inventory/custom-images.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import type { RequiredMatches } from '../domain/inventory/required-matches.ts';
import type { CopyFlags } from './flags/copy-flags.ts';
import type { WaveFlags } from './flags/run-flags.ts';
import type { ScopeFlags } from './flags/scope-flags.ts';
import { namespaceList } from './namespace-list.ts';

/** The flags whose values have to match something, see `requireFound`. */
export type RequiredMatchFlags = ScopeFlags &
  Pick<CopyFlags, 'copy-namespace'> &
  Partial<Pick<WaveFlags, 'wave-order'>>;

/** Throws UsageError. */
export function inventoryRequest(flags: ScopeFlags): { scope: Scope; customImages: CustomImages[] } {
  return {
    scope: {
      namespaces: namespaceList(flags.namespace, '--namespace'),
      excludeNamespaces: namespaceList(flags['exclude-namespace'], '--exclude-namespace'),
      ...(flags.selector === undefined ? {} : { labelSelector: flags.selector }),
    },
    customImages: parseCustomImages(flags['image-path'] ?? []),
  };
}

/** Throws UsageError. */
export function requiredMatches(
  flags: RequiredMatchFlags,
  { from, rules }: { readonly from: readonly string[]; readonly rules: readonly string[] } = NOTHING,
): RequiredMatches {
  return {
    ...inventoryRequest(flags),
    from,
    rules,
    waveOrder: namespaceList(flags['wave-order'], '--wave-order'),
    stateNamespace: flags['copy-namespace'],
    mayBeMissing: flags['ignore-not-found'],
  };
}

const NOTHING = { from: [], rules: [] };
