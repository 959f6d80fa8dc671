import { readJsonObject, recordAt } from './json-object.ts';

export interface DroppedLogins {
  readonly text: string;
  /** It holds nothing else any more. */
  readonly isEmpty: boolean;
}

/**
 * A `.dockerconfigjson` without the logins of these keys; `undefined`: there are none of them in it. Throws
 * ExpectedError, which quotes no content, when the text cannot be read.
 */
export function dropLogins(text: string, keys: ReadonlySet<string>): DroppedLogins | undefined {
  const origin = 'the pull Secret';
  const config = readJsonObject(text, origin);
  const auths = recordAt(config, 'auths', origin);
  const left = Object.fromEntries(Object.entries(auths).filter(([key]) => !keys.has(key)));
  if (Object.keys(left).length === Object.keys(auths).length) return undefined;
  const onlyAuths = Object.keys(config).every((key) => key === 'auths');
  return {
    text: JSON.stringify({ ...config, auths: left }),
    isEmpty: Object.keys(left).length === 0 && onlyAuths,
  };
}
