import type { ImageReference } from './reference.ts';

/** Canonical text, e.g. `docker.io/library/nginx:latest`; parsing it gives the same value back. */
export function formatImageReference(reference: ImageReference): string {
  return repositoryName(reference) + suffix(reference);
}

/** `host/repository`, without tag and digest. */
export function repositoryName(reference: ImageReference): string {
  return `${reference.host}/${reference.repository}`;
}

function suffix({ tag, digest }: ImageReference): string {
  return (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
}
