import { ExpectedError } from '../../domain/errors.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { FinishedObject } from './finished-object.ts';

/** One object that cannot be looked at or tidied up does not keep the others. */
export async function orKept(
  object: ObjectRef,
  done: Promise<FinishedObject>,
  signal: AbortSignal,
): Promise<FinishedObject> {
  try {
    return await done;
  } catch (error) {
    if (!(error instanceof ExpectedError) || signal.aborted) throw error;
    return { object, outcome: 'kept', message: error.message };
  }
}
