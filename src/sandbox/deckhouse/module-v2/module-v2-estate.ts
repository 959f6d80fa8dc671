/** What a release with the second implementation of the module `registry` has besides: it manages nothing yet. */
import { SECRETS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { heritage, SYSTEM } from '../estate/places.ts';
import { definitionOf, MODULE_CONFIGS, REGISTRY_CONFIGS, REGISTRY_NODES } from '../resources.ts';

export const MODULE_V2_DEFINITIONS: readonly EstateObject[] = [
  MODULE_CONFIGS,
  REGISTRY_CONFIGS,
  REGISTRY_NODES,
].map(definitionOf);

export function moduleV2Estate(): readonly EstateObject[] {
  return [
    estateObject(SECRETS, {
      metadata: { namespace: SYSTEM, name: 'registry-v2-switch', labels: heritage('registry') },
      type: 'Opaque',
    }),
    estateObject(MODULE_CONFIGS, { metadata: { name: 'registry' }, spec: { enabled: true, version: 1 } }),
    estateObject(REGISTRY_CONFIGS, {
      metadata: { name: 'registry', labels: heritage('registry') },
      spec: { mode: 'Unmanaged' },
    }),
  ];
}
