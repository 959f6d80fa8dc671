import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Credential } from '../../../../src/domain/credentials/credential.ts';

const planted = new Set<string>();

/** A login whose secret must never be seen in an error. */
export function basic(username: string, password = `${username}-s3cret`): Credential {
  planted.add(password).add(Buffer.from(`${username}:${password}`).toString('base64'));
  return { kind: 'basic', username, password };
}

/** An identity token that must never be seen in an error. */
export function identityToken(token: string): Credential {
  planted.add(token);
  return { kind: 'identity-token', token };
}

/** Any other text that must never be seen. */
export function secret(text: string): string {
  planted.add(text);
  return text;
}

/** Looks through the whole error: message, stack, every property, causes. */
export function assertKeepsSecrets(error: unknown): void {
  const all = inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });
  for (const text of planted) assert.ok(!all.includes(text), 'an error shows a secret');
}
