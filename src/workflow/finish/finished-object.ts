import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';

/** What became of one object at the end of a move. */
export interface FinishedObject {
  readonly object: ObjectRef;
  readonly outcome: 'cleared' | 'removed' | 'reduced' | 'kept';
  readonly message: string;
}

/** Why logins and backups are kept where records are. */
export const NEEDED = 'workloads that may need it keep their way back';

/** Whether a namespace had records, and all of them went. */
export function isClearedBy(records: readonly FinishedObject[]): (namespace: string | undefined) => boolean {
  const cleared = new Set(
    records.flatMap(({ outcome, object }) => (outcome === 'cleared' ? [object.namespace] : [])),
  );
  const isNeeded = isNeededBy(records.flatMap(({ outcome, object }) => (outcome === 'kept' ? [object] : [])));
  return (namespace) => cleared.has(namespace) && !isNeeded(namespace === undefined ? {} : { namespace });
}

type Placed = Pick<ObjectRef, 'namespace'>;

/** Whether a Secret may be needed by what keeps its way back: the pods of what belongs to no namespace may be in any. */
export function isNeededBy(kept: readonly Placed[]): (secret: Placed) => boolean {
  const namespaces = new Set(kept.map(({ namespace }) => namespace));
  return ({ namespace }) => namespaces.has(undefined) || namespaces.has(namespace);
}
