import { DOCKER_HUB, OFFICIAL_PREFIX } from './docker-hub.ts';
import { tryParseImageReference } from './parse-reference.ts';
import type { ImageReference } from './reference.ts';

/** Canonical text, e.g. `docker.io/library/nginx:latest`; parsing it gives the same value back. */
export function formatImageReference(reference: ImageReference): string {
  return repositoryName(reference) + suffix(reference);
}

/** `host/repository`, without tag and digest. */
export function repositoryName(reference: ImageReference): string {
  return `${reference.host}/${reference.repository}`;
}

/** The shortest text of the same meaning, as people write Docker Hub images: `nginx:1`. */
export function familiarName(reference: ImageReference): string {
  const full = formatImageReference(reference);
  if (reference.host !== DOCKER_HUB) return full;
  const short = shortRepository(reference.repository) + suffix(reference);
  // A namespace such as `localhost` or `my.org` would be read as a host.
  const read = tryParseImageReference(short);
  return read !== undefined && formatImageReference(read) === full ? short : full;
}

function shortRepository(repository: string): string {
  const name = repository.startsWith(OFFICIAL_PREFIX) ? repository.slice(OFFICIAL_PREFIX.length) : '/';
  return name.includes('/') ? repository : name;
}

function suffix({ tag, digest }: ImageReference): string {
  return (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
}
