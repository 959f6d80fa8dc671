/** What a switch of Deckhouse keeps for the way back: a Secret beside the one that it changes. */
import { secretText } from '../../../domain/credentials/secret-data.ts';
import { ExpectedError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { backupName } from '../../../domain/kubernetes/own-names.ts';
import { fields, listOf, MalformedError, type ReadBy, text } from '../../../domain/schema/readers.ts';
import { MANAGED_BY } from '../../../workflow/cluster/managed-by.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { type EncodedKeys, KEYS } from './registry-keys.ts';

export const BACKUP_NAME = backupName('deckhouse-registry');
/** By it a backup is known to be one of ours, and of which platform. */
const PLATFORM_LABEL = 'registry-switch.io/platform';
const CONTENT = 'before.json';

const IMAGE = text({ most: 4000, pattern: /^[\x21-\x7e]+$/ });
const VALUE = text({ most: 500_000, pattern: /^[A-Za-z0-9+/=]*$/ });

const READER = fields({
  /** The keys that were there. */
  keys: listOf(fields({ key: text({ most: 40 }), value: VALUE }), KEYS.length),
  images: listOf(fields({ container: text({ most: 253 }), from: IMAGE, to: IMAGE }), 100),
});

export type SwitchBackup = ReadBy<typeof READER>;

export function backupSecret(backup: SwitchBackup): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      namespace: D8_SYSTEM,
      name: BACKUP_NAME,
      labels: { ...MANAGED_BY, [PLATFORM_LABEL]: 'deckhouse' },
    },
    type: 'Opaque',
    data: { [CONTENT]: Buffer.from(JSON.stringify(backup), 'utf8').toString('base64') },
  };
}

/** Throws ExpectedError for a Secret that is not ours, or that somebody has damaged; quotes nothing of it. */
export function readBackup(secret: KubernetesObject): SwitchBackup {
  const name = `Secret ${D8_SYSTEM}/${BACKUP_NAME}`;
  if (secret.metadata.labels?.[PLATFORM_LABEL] !== 'deckhouse') {
    throw new ExpectedError(`${name} exists and was not made by this tool`, { nextStep: 'Rename it.' });
  }
  try {
    return READER(JSON.parse(secretText(secret, CONTENT) ?? ''), '');
  } catch (cause) {
    if (!(cause instanceof MalformedError) && !(cause instanceof SyntaxError)) throw cause;
    throw new ExpectedError(`${name} cannot be read: the way back is not known`, {
      cause,
      nextStep: 'Restore it from a backup of the cluster, or delete it to give the way back up.',
    });
  }
}

export function listedKeys(keys: EncodedKeys): SwitchBackup['keys'] {
  return KEYS.flatMap((key) => {
    const value = keys[key];
    return value === null ? [] : [{ key, value }];
  });
}

/** With `null` for those that were absent. */
export function keysOf({ keys }: SwitchBackup): EncodedKeys {
  const values = new Map(keys.map(({ key, value }) => [key, value]));
  return Object.fromEntries(KEYS.map((key) => [key, values.get(key) ?? null])) as EncodedKeys;
}
