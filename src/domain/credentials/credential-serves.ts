import { tryParseImageReference } from '../image/parse-reference.ts';
import { readRegistryPattern, servesRepository } from './registry-pattern.ts';

/** Whether the kubelet would try a login for one of these addresses (keys of a docker config) to pull an image. */
export function credentialServes(addresses: readonly string[], image: string): boolean {
  const reference = tryParseImageReference(image);
  if (reference === undefined) return false;
  return addresses.some((address) => {
    const pattern = readRegistryPattern(address);
    return pattern !== undefined && servesRepository(pattern, reference);
  });
}
