import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';

/** What a finish does with one object. */
export interface FinishedObject {
  readonly object: ObjectRef;
  readonly outcome: 'cleared' | 'removed' | 'reduced' | 'kept';
  readonly message: string;
}

/** Why logins and backups are kept together with records. */
export const NEEDED = 'workloads that may need it can still be rolled back';

/** Whether a namespace had records and all of them were cleared. */
export function isClearedBy(records: readonly FinishedObject[]): (namespace: string | undefined) => boolean {
  const cleared = new Set(
    records.flatMap(({ outcome, object }) => (outcome === 'cleared' ? [object.namespace] : [])),
  );
  const isNeeded = isNeededBy(records.flatMap(({ outcome, object }) => (outcome === 'kept' ? [object] : [])));
  return (namespace) => cleared.has(namespace) && !isNeeded(namespace === undefined ? {} : { namespace });
}

type Placed = Pick<ObjectRef, 'namespace'>;

/**
 * Whether a Secret may be needed by workloads that can still be rolled back; pods of cluster-scoped ones may be in
 * any namespace.
 */
export function isNeededBy(kept: readonly Placed[]): (secret: Placed) => boolean {
  const namespaces = new Set(kept.map(({ namespace }) => namespace));
  return ({ namespace }) => namespaces.has(undefined) || namespaces.has(namespace);
}
