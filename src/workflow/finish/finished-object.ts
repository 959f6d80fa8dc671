import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';

/** What became of one object at the end of a move. */
export interface FinishedObject {
  readonly object: ObjectRef;
  readonly outcome: 'cleared' | 'removed' | 'reduced' | 'kept';
  readonly message: string;
}

/** Why logins and backups are kept where records are. */
export const NEEDED = 'workloads in its namespace keep their way back';
