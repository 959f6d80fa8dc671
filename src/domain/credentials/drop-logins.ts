import { readJsonObject, recordAt } from './json-object.ts';

/**
 * A `.dockerconfigjson` without the logins of these keys; `undefined` when no login is left in it. Throws
 * ExpectedError, which quotes no content, when the text cannot be read.
 */
export function dropLogins(text: string, keys: ReadonlySet<string>): string | undefined {
  const origin = 'the pull Secret';
  const config = readJsonObject(text, origin);
  const auths = recordAt(config, 'auths', origin);
  const left = Object.fromEntries(Object.entries(auths).filter(([key]) => !keys.has(key)));
  const onlyAuths = Object.keys(config).every((key) => key === 'auths');
  if (Object.keys(left).length === 0 && onlyAuths) return undefined;
  return JSON.stringify({ ...config, auths: left });
}
