import type { JsonPatch } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { readJsonObject, recordAt } from './json-object.ts';
import { configKey, LEGACY_CONFIG_KEY, secretText, textPatch } from './secret-data.ts';

export interface DroppedLogins {
  readonly patch: JsonPatch;
  /** Whether no other login is left. */
  readonly isEmpty: boolean;
}

/**
 * Removes the logins of these keys from a pull Secret of either type; `undefined`: it has none. Throws ExpectedError,
 * which quotes no content, for an unreadable one.
 */
export function dropLogins(secret: KubernetesObject, keys: ReadonlySet<string>): DroppedLogins | undefined {
  const origin = 'the pull Secret';
  const form = configKey(secret);
  const config = readJsonObject(secretText(secret, form) ?? '{}', origin);
  const isLegacy = form === LEGACY_CONFIG_KEY;
  const auths = isLegacy ? config : recordAt(config, 'auths', origin);
  const left = Object.fromEntries(Object.entries(auths).filter(([key]) => !keys.has(key)));
  if (Object.keys(left).length === Object.keys(auths).length) return undefined;
  const onlyAuths = isLegacy || Object.keys(config).every((key) => key === 'auths');
  const text = JSON.stringify(isLegacy ? left : { ...config, auths: left });
  return {
    patch: textPatch(secret, form, text),
    isEmpty: Object.keys(left).length === 0 && onlyAuths,
  };
}
