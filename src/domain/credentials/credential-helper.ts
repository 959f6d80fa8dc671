import { DOCKER_HUB } from '../image/docker-hub.ts';
import type { DockerConfig } from './docker-config.ts';
import { DOCKER_HUB_KEY } from './pull-secret.ts';

/** The credential helper for a login, and its key. */
export interface CredentialHelper {
  /** `docker-credential-<name>`, to be found on the PATH. */
  readonly program: string;
  /** Written to its standard input for `get`. */
  readonly server: string;
}

/**
 * As docker chooses: the helper of the host, else the store for all; `undefined`: neither is configured, or an empty
 * name means that the file itself has the login.
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
