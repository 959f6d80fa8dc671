import type { RegistryConnection } from '../../domain/credentials/credential.ts';
import { DOCKER_HUB } from '../../domain/image/docker-hub.ts';

/** A registry, by the name that users know it by, and how to reach it. */
export interface Destination {
  /** `host[:port]` as in image references. */
  readonly host: string;
  readonly connection: RegistryConnection;
}

/** Where Docker Hub's API is: not at its name. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/** The URL that a registry's API begins at, e.g. `https://registry-1.docker.io/`. */
export function apiUrl({ host, connection }: Destination): URL {
  const scheme = connection.tls === 'disabled' ? 'http' : 'https';
  return new URL(`${scheme}://${host === DOCKER_HUB ? DOCKER_HUB_API : host}/`);
}

/** How a message names a host that is spoken to on behalf of a registry. */
export function nameOfHost(url: URL, destination: Destination): string {
  return url.host === apiUrl(destination).host
    ? destination.host
    : `${url.host}, where ${destination.host} sends us,`;
}
