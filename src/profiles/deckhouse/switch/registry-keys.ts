/** The five keys of Secret `deckhouse-registry` that tell the registry, as they stand in it: encoded, or absent. */
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

/** What makes the keys of the Secret those that are wanted, in one request; empty: they are. */
export function keysPatch(secret: KubernetesObject, wanted: EncodedKeys): JsonPatchOperation[] {
  const present = keysIn(secret);
  return KEYS.flatMap((key): JsonPatchOperation[] => {
    const [value, path] = [wanted[key], jsonPointer('data', key)];
    if (value === present[key]) return [];
    return value === null ? [{ op: 'remove', path }] : [{ op: 'add', path, value }];
  });
}
