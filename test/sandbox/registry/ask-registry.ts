import assert from 'node:assert/strict';
import { digestOf } from '../../../src/sandbox/registry/digest-of.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { sandbox } from '../../support/sandbox-registry.ts';

export const BLOB = Buffer.from('0123456789');
export const DIGEST = digestOf(BLOB);

/** A registry, and the way to ask it. */
export async function start(options: SandboxRegistryOptions = {}) {
  const registry = await sandbox(options);
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, registry.url), { ...init, method, redirect: 'manual' });
  return { registry, ask };
}

export async function errorCodes(response: Response): Promise<readonly string[]> {
  const { errors } = (await response.json()) as { errors: readonly { code: string }[] };
  return errors.map(({ code }) => code);
}

export function locationOf(response: Response): string {
  return response.headers.get('location') ?? assert.fail('no location');
}
