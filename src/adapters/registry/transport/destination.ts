import type { ConnectionFor, RegistryConnection } from '../../../domain/credentials/credential.ts';
import { DOCKER_HUB } from '../../../domain/image/docker-hub.ts';

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

/** Whether a URL is at the registry itself, and not where it sends us: to a token service, to an object store. */
export function isOwnUrl(url: URL, destination: Destination): boolean {
  return url.host === apiUrl(destination).host;
}

/** The host of a URL as flags name it, with its own settings: what was set for the registry holds for no other host. */
export function hostBehind(url: URL, destination: Destination, connectionFor: ConnectionFor): Destination {
  return isOwnUrl(url, destination) ? destination : { host: url.host, connection: connectionFor(url.host) };
}

/** How a message names a host that is spoken to on behalf of a registry. */
export function nameOfHost(url: URL, destination: Destination): string {
  return isOwnUrl(url, destination)
    ? destination.host
    : `${url.host}, to which ${destination.host} redirects,`;
}
