import { DOCKER_HUB, DOCKER_INDEX } from '../image/docker-hub.ts';
import type { ImageReference } from '../image/reference.ts';
import type { Credential } from './credential.ts';
import type { DockerConfigEntry } from './docker-config.ts';
import type { RegistryPattern } from './registry-pattern.ts';
import { readRegistryPattern, servesRepository } from './registry-pattern.ts';

/**
 * The logins to try for an image, in the kubelet's order: more specific keys first (descending text order),
 * and for one key in the order of `entries` (the pull secrets in the order in which a pod names them).
 */
export function credentialsFor(
  image: Pick<ImageReference, 'host' | 'repository'>,
  entries: readonly DockerConfigEntry[],
): readonly Credential[] {
  const known = entries
    .flatMap(({ key, credential }) => {
      const pattern = readRegistryPattern(key);
      return pattern === undefined ? [] : [{ pattern, credential }];
    })
    .toSorted((a, b) => descending(a.pattern, b.pattern));
  const serving = known.filter(({ pattern }) => servesRepository(pattern, image));
  // Docker Hub's logins are kept under its old name; they serve where no other does. (The kubelet offers
  // them to hosts without a dot, such as localhost, as well: there they would only leak.)
  const chosen =
    serving.length === 0 && image.host === DOCKER_HUB
      ? known.filter(({ pattern }) => pattern.text === DOCKER_INDEX)
      : serving;
  return chosen.map(({ credential }) => credential);
}

function descending(a: RegistryPattern, b: RegistryPattern): number {
  if (a.text === b.text) return 0;
  return a.text < b.text ? 1 : -1;
}
