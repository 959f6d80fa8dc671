import { AssertionError } from 'node:assert';

/** The error that a promise rejects with, of the class that is expected. */
export async function failureOf<E extends Error>(
  promise: Promise<unknown>,
  expected: abstract new (...args: never[]) => E,
): Promise<E> {
  const error: unknown = await promise.then(
    (value) => new AssertionError({ message: `did not fail but gave ${JSON.stringify(value)}` }),
    (reason: unknown) => reason,
  );
  if (error instanceof expected) return error;
  throw error;
}
