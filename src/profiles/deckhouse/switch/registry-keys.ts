/** The five keys of Secret `deckhouse-registry` that tell the registry, as they stand in it: encoded, or absent. */
import { isDeepStrictEqual } from 'node:util';
import { readAuthEntry } from '../../../domain/credentials/auth-entry.ts';
import { isJsonObject } from '../../../domain/credentials/json-object.ts';
import { type JsonPatchOperation, jsonPointer } from '../../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';

export const KEYS = ['.dockerconfigjson', 'address', 'path', 'scheme', 'ca'] as const;

/** base64; `null`: the key is absent. */
export type EncodedKeys = Readonly<Record<(typeof KEYS)[number], string | null>>;

export function keysIn(secret: KubernetesObject): EncodedKeys {
  return Object.fromEntries(
    KEYS.map((key) => {
      const value = valueAt(secret, ['data', key]);
      return [key, typeof value === 'string' ? value : null];
    }),
  ) as EncodedKeys;
}

/** What makes the keys of the Secret those that are wanted, in one request; empty: they are, or mean the same. */
export function keysPatch(secret: KubernetesObject, wanted: EncodedKeys): JsonPatchOperation[] {
  const present = keysIn(secret);
  if (meanTheSame(present, wanted)) return [];
  return KEYS.flatMap((key): JsonPatchOperation[] => {
    const [value, path] = [wanted[key], jsonPointer('data', key)];
    if (value === present[key]) return [];
    return value === null ? [{ op: 'remove', path }] : [{ op: 'add', path, value }];
  });
}

/** Deckhouse writes the keys again in words of its own: an empty CA for none, a login in other fields. */
export function meanTheSame(one: EncodedKeys, other: EncodedKeys): boolean {
  return isDeepStrictEqual(meaningOf(one), meaningOf(other));
}

function meaningOf(keys: EncodedKeys): unknown {
  const { address, path, scheme, ca, '.dockerconfigjson': config } = keys;
  return [
    decoded(address),
    decoded(path),
    decoded(scheme) || 'https',
    decoded(ca).trim(),
    loginsOf(decoded(config)),
  ];
}

function decoded(value: string | null): string {
  return Buffer.from(value ?? '', 'base64').toString('utf8');
}

/** By address; a text that is no docker config is itself. */
function loginsOf(config: string): unknown {
  try {
    const parsed: unknown = JSON.parse(config);
    const auths = isJsonObject(parsed) ? parsed.auths : undefined;
    if (!isJsonObject(auths)) return config;
    return Object.entries(auths)
      .map(([address, entry]) => [address, readAuthEntry(entry)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  } catch {
    return config;
  }
}
