/**
 * Calls up to `count` times, in batches of 1, 2, 4 and so on, and stops after a batch with a failure: many calls that
 * would all fail the same way are not made (k8s `controller.slowStartBatch`). Returns the last failure.
 */
import { ApiFailure } from '../objects/api-failure.ts';

export function slowStart(count: number, call: (index: number) => void): ApiFailure | undefined {
  let failure: ApiFailure | undefined;
  let done = 0;
  for (let batch = 1; done < count && failure === undefined; batch *= 2) {
    const end = Math.min(done + batch, count);
    for (; done < end; done += 1) failure = failureOf(call, done) ?? failure;
  }
  return failure;
}

function failureOf(call: (index: number) => void, index: number): ApiFailure | undefined {
  try {
    call(index);
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}
