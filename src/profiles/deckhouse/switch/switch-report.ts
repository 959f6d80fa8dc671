/** What a switch of Deckhouse changes, for people. */
import { formatRegistryPrefix } from '../../../domain/mapping/registry-prefix.ts';
import type {
  PlatformSwitchReport,
  PreparedPlatformSwitch,
  SwitchedPlatformObject,
} from '../../../domain/plan/profile.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { type DeckhouseChange, imageChanges } from './apply-change.ts';
import type { DeckhouseObjects } from './deckhouse-objects.ts';

/** On the objects as they are; logins are not told. */
export function changedObjects(
  { deployment }: Pick<DeckhouseObjects, 'deployment'>,
  change: DeckhouseChange,
): SwitchedPlatformObject[] {
  const [from, to] = [formatRegistryPrefix(change.from), formatRegistryPrefix(change.to)];
  return [
    { object: `Secret ${D8_SYSTEM}/deckhouse-registry`, from, to },
    ...imageChanges(deployment, change).map((image) => ({
      object: `Deployment ${D8_SYSTEM}/deckhouse container ${image.container}`,
      from: image.from,
      to: image.to,
    })),
  ];
}

export function switchReport(
  state: PlatformSwitchReport['state'],
  objects: readonly SwitchedPlatformObject[],
  { reason = '', pending = [], restarts = [], signOff }: Partial<PlatformSwitchReport> = {},
): PlatformSwitchReport {
  return {
    ...{ apiVersion: 'registry-switch/v1', kind: 'PlatformSwitchReport', platform: 'deckhouse' },
    ...{ state, reason, objects, pending, restarts },
    ...(signOff === undefined ? {} : { signOff }),
  };
}

/** With the namespace that is written to. */
export function preparedSwitch(
  changes: PreparedPlatformSwitch['changes'],
  run: PreparedPlatformSwitch['run'],
): PreparedPlatformSwitch {
  return { changes, namespaces: [D8_SYSTEM], run };
}
