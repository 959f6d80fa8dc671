/** The logins that a pull Secret of either type holds. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type DockerConfigEntry, parseDockerConfig, parseDockercfg } from './docker-config.ts';
import { CONFIG_KEY, LEGACY_CONFIG_KEY, secretText } from './secret-data.ts';

/** Empty for any other Secret, and for none. Throws ExpectedError for a damaged one; quotes no content. */
export function loginsIn(secret: KubernetesObject | undefined, name: string): readonly DockerConfigEntry[] {
  const config = secretText(secret, CONFIG_KEY);
  if (config !== undefined) return parseDockerConfig(config, `Secret ${name}`).entries;
  const legacy = secretText(secret, LEGACY_CONFIG_KEY);
  return legacy === undefined ? [] : parseDockercfg(legacy, `Secret ${name}`).entries;
}
