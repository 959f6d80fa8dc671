/** What a switch of Deckhouse keeps for the way back: a Secret beside the one that it changes. */
import { canonicalHash, shortHash } from '../../../domain/canonical-hash.ts';
import { secretText } from '../../../domain/credentials/secret-data.ts';
import { ExpectedError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { backupName } from '../../../domain/kubernetes/own-names.ts';
import { fields, listOf, MalformedError, oneOf, type ReadBy, text } from '../../../domain/schema/readers.ts';
import { MANAGED_BY } from '../../../workflow/cluster/managed-by.ts';
import { D8_SYSTEM } from '../copier/copier-secret.ts';
import { type EncodedKeys, KEYS } from './registry-keys.ts';

export const BACKUP_NAME = backupName('deckhouse-registry');
/** By it a backup is known to be one of ours, and of which platform. */
const PLATFORM_LABEL = 'registry-switch.io/platform';
const CONTENT = 'before.json';
const NAMED = `Secret ${D8_SYSTEM}/${BACKUP_NAME}`;

const WORD = text({ most: 4000, pattern: /^[\x21-\x7e]+$/ });
const VALUE = text({ most: 500_000, pattern: /^[A-Za-z0-9+/=]*$/ });

/** No image in it: what is put back is what runs, below the former base. */
const READER = fields({
  /** The keys of the Secret as they were, those that were there. */
  keys: listOf(fields({ key: oneOf(KEYS), value: VALUE }), KEYS.length),
  /** The base that was switched to. */
  to: fields({ host: WORD, path: text({ most: 4000, pattern: /^[\x21-\x7e]*$/ }) }),
  /** Of images that are named by tag, as they ran. */
  digests: listOf(fields({ image: WORD, digest: WORD }), 1000),
});

export type SwitchBackup = ReadBy<typeof READER>;

/** Throws ExpectedError for what could not be read again. */
export function backupSecret(backup: SwitchBackup): KubernetesObject {
  const content = JSON.stringify(backup);
  readContent(content);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      namespace: D8_SYSTEM,
      name: BACKUP_NAME,
      labels: { ...MANAGED_BY, [PLATFORM_LABEL]: 'deckhouse' },
    },
    type: 'Opaque',
    data: { [CONTENT]: Buffer.from(content, 'utf8').toString('base64') },
  };
}

/** Throws ExpectedError for a Secret that is not ours, or that somebody has damaged; quotes nothing of it. */
export function readBackup(secret: KubernetesObject): SwitchBackup {
  if (secret.metadata.labels?.[PLATFORM_LABEL] !== 'deckhouse') {
    throw new ExpectedError(`${NAMED} exists and was not made by this tool`, { nextStep: 'Rename it.' });
  }
  return readContent(secretText(secret, CONTENT) ?? '');
}

/** By which somebody signs off what a rollback leads back to: others may write the Secret. */
export function signOffOf(backup: SwitchBackup): string {
  return shortHash(canonicalHash(backup));
}

function readContent(content: string): SwitchBackup {
  try {
    return READER(JSON.parse(content), '');
  } catch (cause) {
    if (!(cause instanceof MalformedError) && !(cause instanceof SyntaxError)) throw cause;
    throw new ExpectedError(`${NAMED} cannot be read: the way back is not known`, {
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
  const values = new Map<string, string>(keys.map(({ key, value }) => [key, value]));
  return Object.fromEntries(KEYS.map((key) => [key, values.get(key) ?? null])) as EncodedKeys;
}
