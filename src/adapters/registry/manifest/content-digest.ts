import { createHash } from 'node:crypto';
import type { Digest } from '../../../domain/image/reference.ts';

const FORM = /^(sha256|sha384|sha512):([0-9a-f]+)$/;

/** A digest of an algorithm that we can compute (OCI image specification, "Digests"); `undefined` otherwise. */
export function asDigest(text: string | undefined): Digest | undefined {
  const match = FORM.exec(text ?? '');
  return match === null ? undefined : `${match[1] ?? ''}:${match[2] ?? ''}`;
}

/** The digest of some bytes, by the algorithm of `like` (sha256 without it). */
export function contentDigest(content: Buffer, like: Digest | undefined): Digest {
  const algorithm = like?.split(':')[0] ?? 'sha256';
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}
