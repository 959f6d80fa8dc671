import type { DeleteOptions } from '../objects.ts';
import type { Stored } from '../stored.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** The finalizers of an object once it is to be deleted: the garbage collector waits for its dependents or frees them. */
export function finalizersFor(object: Stored, { propagationPolicy }: DeleteOptions): readonly string[] {
  const { finalizers = [] } = object.metadata;
  // Without a policy of its own, a request leaves the one of an earlier request in place.
  if (propagationPolicy === undefined) return finalizers;
  const others = finalizers.filter((finalizer) => finalizer !== FOREGROUND && finalizer !== ORPHAN);
  if (propagationPolicy === 'Foreground') return [...others, FOREGROUND];
  return propagationPolicy === 'Orphan' ? [...others, ORPHAN] : others;
}
