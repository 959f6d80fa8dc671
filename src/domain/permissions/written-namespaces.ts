/** Where a command writes besides the namespace of the tool's own objects: it needs a lease of each. */
import { leaseNamespaceOf } from '../kubernetes/own-names.ts';
import type { Extent } from './extent.ts';

/** Of all that is known beforehand; each once, in order. */
export function writtenNamespaces({ changes = [], pullSecrets, registrySecrets }: Extent): string[] {
  const secrets = [...pullSecrets, ...registrySecrets].flatMap(({ namespace }) => namespace ?? []);
  const all = [...changes.map(leaseNamespaceOf), ...secrets];
  return [...new Set(all)].toSorted();
}
