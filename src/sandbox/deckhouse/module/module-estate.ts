/** What a release with the module `registry` has besides: nobody has configured a registry yet. */
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { definitionOf, MODULE_CONFIGS, MODULES } from '../resources.ts';
import { registryParams } from './registry-params.ts';
import { configSecret, stateSecret } from './registry-state.ts';

export const MODULE_DEFINITIONS: readonly EstateObject[] = [MODULE_CONFIGS, MODULES].map(definitionOf);

/** Long ago. */
const READY = {
  type: 'Ready',
  status: 'True',
  reason: '',
  message: '',
  lastTransitionTime: '2025-08-01T00:00:00Z',
} as const;

export function moduleEstate(): readonly EstateObject[] {
  return [
    estateObject(MODULE_CONFIGS, {
      metadata: { name: 'deckhouse' },
      spec: { version: 1, settings: { releaseChannel: 'Stable' } },
    }),
    estateObject(MODULES, { metadata: { name: 'registry' } }),
    configSecret(registryParams()),
    stateSecret({ mode: 'Unmanaged', targetMode: 'Unmanaged', conditions: [READY] }),
  ];
}
