/** Docker Hub, the registry that image references may leave out. */
export const DOCKER_HUB = 'docker.io';

/** Its old name, still written in references and login files. */
export const DOCKER_INDEX = 'index.docker.io';

/** The namespace of repositories written without one. */
export const OFFICIAL_PREFIX = 'library/';

/** Hosts that serve the same repositories under the same path: written by users, or by mirrors. */
const ALIASES: ReadonlySet<string> = new Set([
  DOCKER_INDEX,
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
]);

/** One name for all names of Docker Hub; other hosts in lower case. */
export function canonicalHost(host: string): string {
  const name = host.toLowerCase();
  return ALIASES.has(name) ? DOCKER_HUB : name;
}

/** Every name under which a host is written. */
export function namesOfHost(host: string): string[] {
  return host === DOCKER_HUB ? [DOCKER_HUB, ...ALIASES] : [host];
}
