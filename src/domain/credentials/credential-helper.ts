import { DOCKER_HUB } from '../image/docker-hub.ts';
import type { DockerConfig } from './docker-config.ts';
import { DOCKER_HUB_KEY } from './pull-secret.ts';

/** Which program to ask for a login, and under which name it keeps it. */
export interface CredentialHelper {
  /** `docker-credential-<name>`, to be found on the PATH. */
  readonly program: string;
  /** Goes to its standard input after `get`. */
  readonly server: string;
}

/**
 * As docker chooses: the helper of that host, else the store for all; `undefined`: neither is configured, or an
 * empty name says that the file itself holds the login.
 */
export function credentialHelperFor(
  { credHelpers, credsStore }: Pick<DockerConfig, 'credHelpers' | 'credsStore'>,
  host: string,
): CredentialHelper | undefined {
  const server = host === DOCKER_HUB ? DOCKER_HUB_KEY : host;
  const suffix = credHelpers[server] ?? credHelpers[host] ?? credsStore;
  return suffix === undefined || suffix === ''
    ? undefined
    : { program: `docker-credential-${suffix}`, server };
}
