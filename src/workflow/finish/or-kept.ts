import { ExpectedError } from '../../domain/errors.ts';
import type { ObjectRef } from '../../domain/kubernetes/object-ref.ts';
import type { FinishedObject } from './finished-object.ts';

/** Turns an error about one object into the outcome `kept`, so that the others are still processed. */
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
