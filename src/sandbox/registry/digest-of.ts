import { createHash } from 'node:crypto';
import type { Digest } from '../../domain/image/reference.ts';

/** The sha256 digest of some bytes. */
export function digestOf(content: Buffer): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
