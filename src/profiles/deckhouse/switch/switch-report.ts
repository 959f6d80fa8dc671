/** What a switch of Deckhouse changes, for people. */
import { formatRegistryPrefix, type RegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type { PlatformSwitchReport, SwitchedPlatformObject } from '../../../domain/plan/profile.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import type { DeckhouseChange } from './apply-change.ts';
import { baseOf } from './deckhouse-objects.ts';
import type { EncodedKeys } from './registry-keys.ts';

/** Logins are not told. */
export function changedObjects({ keys, images }: DeckhouseChange): SwitchedPlatformObject[] {
  return [
    { object: `Secret ${D8_SYSTEM}/deckhouse-registry`, from: baseText(keys.from), to: baseText(keys.to) },
    ...images.map(({ container, from, to }) => ({
      object: `Deployment ${D8_SYSTEM}/deckhouse container ${container}`,
      from,
      to,
    })),
  ];
}

export function switchReport(
  state: PlatformSwitchReport['state'],
  change: DeckhouseChange,
  { reason = '', pending = [], restarts = [] }: Partial<PlatformSwitchReport> = {},
): PlatformSwitchReport {
  return {
    ...{ apiVersion: 'registry-switch/v1', kind: 'PlatformSwitchReport', platform: 'deckhouse' },
    ...{ state, reason, objects: changedObjects(change), pending, restarts },
  };
}

function baseText(keys: EncodedKeys): string {
  return formatRegistryPrefix(baseOfKeys(keys));
}

/** The repository that the keys tell. Throws ExpectedError. */
export function baseOfKeys(keys: EncodedKeys): RegistryPrefix {
  return baseOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: '' }, data: keys });
}
