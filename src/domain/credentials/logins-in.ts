import type { KubernetesObject } from '../kubernetes/object.ts';
import { type DockerConfigEntry, parseDockerConfig, parseDockercfg } from './docker-config.ts';
import { configKey, LEGACY_CONFIG_KEY, secretText } from './secret-data.ts';

/**
 * The logins in a pull Secret of either type; empty for other Secrets and for `undefined`. Throws ExpectedError for a
 * damaged one, which quotes no content.
 */
export function loginsIn(secret: KubernetesObject | undefined, name: string): readonly DockerConfigEntry[] {
  const key = configKey(secret);
  const config = secretText(secret, key);
  if (config === undefined) return [];
  const parse = key === LEGACY_CONFIG_KEY ? parseDockercfg : parseDockerConfig;
  return parse(config, `Secret ${name}`).entries;
}
