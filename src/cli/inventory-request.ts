/** From the scope flags to what an inventory is to cover. */
import { parseCustomImages, type CustomImages } from '../domain/inventory/custom-images.ts';
import type { Scope } from '../domain/inventory/scope.ts';

/** The values of `scopeFlags`. */
export interface ScopeValues {
  readonly namespace: string[] | undefined;
  readonly 'exclude-namespace': string[] | undefined;
  readonly selector: string | undefined;
  readonly 'image-path': string[] | undefined;
}

/** Throws UsageError. */
export function inventoryRequest(flags: ScopeValues): { scope: Scope; customImages: CustomImages[] } {
  return {
    scope: {
      namespaces: flags.namespace ?? [],
      excludeNamespaces: flags['exclude-namespace'] ?? [],
      ...(flags.selector === undefined ? {} : { labelSelector: flags.selector }),
    },
    customImages: parseCustomImages(flags['image-path'] ?? []),
  };
}
