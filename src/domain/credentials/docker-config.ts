import { ExpectedError } from '../errors.ts';
import type { Credential } from './credential.ts';
import { readAuthEntry } from './auth-entry.ts';
import { readJsonObject, recordAt } from './json-object.ts';

/** One login of a docker config: `key` is a host, a URL or a pattern such as `*.example/team`. */
export interface DockerConfigEntry {
  readonly key: string;
  readonly credential: Credential;
}

/** The logins of a docker config, and its credential helpers. */
export interface DockerConfig {
  readonly entries: readonly DockerConfigEntry[];
  /** Suffix of a `docker-credential-*` program by registry host. */
  readonly credHelpers: Readonly<Record<string, string>>;
  /** Suffix of the program that knows the logins of all other registries. */
  readonly credsStore?: string;
}

/** Where a docker config was found, for messages, e.g. `Secret shop/pull` or a file name. */
type Origin = string;

/**
 * Reads `~/.docker/config.json` or the `.dockerconfigjson` of a Secret. Entries without a login are left out
 * (`docker login` writes them when a credential store holds the login). Throws ExpectedError; no message
 * quotes the content.
 */
export function parseDockerConfig(text: string, origin: Origin): DockerConfig {
  const config = readJsonObject(text, origin);
  const { credsStore } = config;
  return {
    entries: entriesOf(recordAt(config, 'auths', origin), origin),
    credHelpers: stringsOf(recordAt(config, 'credHelpers', origin)),
    ...(typeof credsStore === 'string' && credsStore !== '' && { credsStore }),
  };
}

/** Reads the older `.dockercfg`: what stands under `auths` in the newer one. */
export function parseDockercfg(text: string, origin: Origin): DockerConfig {
  return { entries: entriesOf(readJsonObject(text, origin), origin), credHelpers: {} };
}

function entriesOf(auths: Readonly<Record<string, unknown>>, origin: Origin): readonly DockerConfigEntry[] {
  return Object.entries(auths).flatMap(([key, value]) => {
    const result = readAuthEntry(value);
    if (result.problem !== undefined) {
      throw new ExpectedError(`${origin}: the login for ${JSON.stringify(key)} ${result.problem}`, {
        nextStep: 'Recreate it with docker login or kubectl create secret docker-registry.',
      });
    }
    return result.credential === undefined ? [] : [{ key, credential: result.credential }];
  });
}

function stringsOf(record: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
