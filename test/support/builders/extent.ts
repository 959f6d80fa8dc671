import type { Extent } from '../../../src/domain/permissions/extent.ts';

/** All namespaces, everything that there may be to do. */
export function anExtent(parts: Partial<Extent> = {}): Extent {
  return {
    stateNamespace: { name: 'registry-switch', missing: false },
    custom: [],
    copies: true,
    pullSecrets: [{ name: 'target' }],
    registrySecrets: [],
    loginSecrets: [],
    ...parts,
  };
}
