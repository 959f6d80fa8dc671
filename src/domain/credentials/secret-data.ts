/** The `data` of Secrets: base64 of texts. */
import { rememberOwners } from '../change/field-owners-patch.ts';
import { type JsonPatch, jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';

/** Where a pull Secret holds its docker config, and of which type it is. */
export const CONFIG_KEY = '.dockerconfigjson';
export const PULL_SECRET_TYPE = 'kubernetes.io/dockerconfigjson';
/** The older type. */
export const LEGACY_CONFIG_KEY = '.dockercfg';
export const LEGACY_PULL_SECRET_TYPE = 'kubernetes.io/dockercfg';

/** The key of a pull Secret's docker config, which depends on its type. */
export function configKey(secret: KubernetesObject | undefined): string {
  const type = valueAt(secret, ['type']);
  if (type === LEGACY_PULL_SECRET_TYPE) return LEGACY_CONFIG_KEY;
  const isLegacy = type !== PULL_SECRET_TYPE && secretText(secret, CONFIG_KEY) === undefined;
  return isLegacy ? LEGACY_CONFIG_KEY : CONFIG_KEY;
}

/** The decoded text under a key of a Secret. */
export function secretText(secret: KubernetesObject | undefined, key: string): string | undefined {
  const value = valueAt(secret, ['data', key]);
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : undefined;
}

export function secretData(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encode(text)]));
}

/**
 * Guarded by the value that was read: a concurrent edit makes it fail. The owner is recorded in the same patch and
 * restored afterwards (`restore-field-owners.ts`).
 */
export function textPatch(secret: KubernetesObject, key: string, text: string): JsonPatch {
  const path = jsonPointer('data', key);
  return [
    { op: 'test', path, value: encode(secretText(secret, key) ?? '') },
    { op: 'replace', path, value: encode(text) },
    ...rememberOwners(secret, [path]),
  ];
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
