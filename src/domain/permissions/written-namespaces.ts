/** Namespaces besides the state namespace that a command writes to and needs a lease in. */
import { leaseNamespaceOf } from '../kubernetes/own-names.ts';
import type { Extent } from './extent.ts';

/** Distinct and sorted, as far as known in advance. */
export function writtenNamespaces({ changes = [], pullSecrets, registrySecrets }: Extent): string[] {
  const secrets = [...pullSecrets, ...registrySecrets].flatMap(({ namespace }) => namespace ?? []);
  const all = [...changes.map(leaseNamespaceOf), ...secrets];
  return [...new Set(all)].toSorted();
}
