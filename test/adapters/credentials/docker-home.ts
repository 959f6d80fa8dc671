/** A home folder for files of logins, new for each test, and what is to be found in them. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { ImageReference } from '../../../src/domain/image/reference.ts';

export const IMAGE: ImageReference = { host: 'registry.example', repository: 'shop/web', tag: '1' };
export const HUB: ImageReference = { host: 'docker.io', repository: 'library/nginx', tag: '1' };
export const SECRET = 'pass-s3cret';

export function login(username: string, password = SECRET) {
  return { kind: 'basic', username, password };
}

export function authsFor(host: string, username: string): object {
  return { [host]: { auth: Buffer.from(`${username}:${SECRET}`).toString('base64') } };
}

/** The error, which must not show a secret anywhere, nor its base64. */
export async function errorOf(promise: Promise<unknown>): Promise<ExpectedError> {
  const error: unknown = await promise.then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ExpectedError, String(error));
  const all = inspect(error, { depth: 20, showHidden: true });
  assert.ok(!all.includes(SECRET) && !all.includes('s3cret') && !all.includes('czNjcmV0'));
  return error;
}

interface DockerHome {
  readonly home: () => string;
  /** The path of the file that it writes. */
  readonly write: (name: string, content: unknown) => Promise<string>;
}

export function dockerHome(): DockerHome {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'docker-config-'));
  });
  afterEach(async () => rm(home, { recursive: true }));

  const write = async (name: string, content: unknown): Promise<string> => {
    const file = path.join(home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  return { home: () => home, write };
}
