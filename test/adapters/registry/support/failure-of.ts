import assert from 'node:assert/strict';
import { RegistryError } from '../../../../src/domain/errors.ts';
import { assertKeepsSecrets } from './secrets.ts';

/** The RegistryError that a promise rejects with; it must be one line, and show no planted secret. */
export async function failureOf(promise: Promise<unknown>): Promise<RegistryError> {
  const error: unknown = await promise.then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RegistryError, `not a RegistryError: ${String(error)}`);
  assert.doesNotMatch(error.message, /\n/);
  assertKeepsSecrets(error);
  return error;
}
