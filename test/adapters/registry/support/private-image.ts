import type { SandboxRegistryOptions } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { imageOf } from './client.ts';
import { basic } from './secrets.ts';

export const ALICE = basic('alice');
export const USERS = { alice: 'alice-s3cret', bob: 'bob-s3cret' };

/** A registry with one image. */
export async function withImage(options: SandboxRegistryOptions) {
  const registry = await sandbox(options);
  const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
  return { registry, image: imageOf(registry.host), digest };
}
