import { DOCKER_HUB, DOCKER_INDEX } from '../image/docker-hub.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import { readRegistryPattern, servesRepository } from './registry-pattern.ts';

/** Whether the kubelet would try a login for one of these addresses (keys of a docker config) to pull an image. */
export function credentialServes(addresses: readonly string[], image: string): boolean {
  const reference = tryParseImageReference(image);
  if (reference === undefined) return false;
  const { host, repository } = reference;
  // Docker Hub's login is stored under its old name, which images no longer have.
  const hosts = host === DOCKER_HUB ? [DOCKER_HUB, DOCKER_INDEX] : [host];
  return addresses.some((address) => {
    const pattern = readRegistryPattern(address);
    return pattern !== undefined && hosts.some((one) => servesRepository(pattern, { host: one, repository }));
  });
}
