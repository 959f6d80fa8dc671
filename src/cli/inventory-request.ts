/** From the scope flags to what an inventory is to cover. */
import { parseCustomImages, type CustomImages } from '../domain/inventory/custom-images.ts';
import type { Scope } from '../domain/inventory/scope.ts';
import type { Sought } from '../domain/inventory/sought.ts';
import { namespaceList } from './namespace-list.ts';

/** The values of `scopeFlags`. */
export interface ScopeValues {
  readonly namespace: string[] | undefined;
  readonly 'exclude-namespace': string[] | undefined;
  readonly selector: string | undefined;
  readonly 'image-path': string[] | undefined;
  readonly 'ignore-not-found': boolean;
}

/** What of all that a command names has to be there, as `requireFound` takes it. */
export interface SoughtValues extends ScopeValues {
  readonly 'copy-namespace': string;
  readonly 'wave-order'?: string[] | undefined;
}

/** Throws UsageError. */
export function inventoryRequest(flags: ScopeValues): { scope: Scope; customImages: CustomImages[] } {
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
export function soughtBy(
  flags: SoughtValues,
  { from, rules }: { readonly from: readonly string[]; readonly rules: readonly string[] } = NOTHING,
): Sought {
  return {
    ...inventoryRequest(flags),
    from,
    rules,
    waveOrder: namespaceList(flags['wave-order'], '--wave-order'),
    homeNamespace: flags['copy-namespace'],
    mayBeMissing: flags['ignore-not-found'],
  };
}

const NOTHING = { from: [], rules: [] };
