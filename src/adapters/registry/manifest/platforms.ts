import type { Platform } from '../../../domain/image/platform.ts';
import { formatPlatform } from '../../../domain/image/platform.ts';
import { type Fields, textOf } from '../../http/json-fields.ts';

/** Reads a platform (OCI image index, or image configuration); `undefined` for attestations (`unknown/unknown`). */
export function readPlatform(value: Fields): Platform | undefined {
  const os = textOf(value.os);
  const architecture = textOf(value.architecture);
  const variant = textOf(value.variant);
  if (os === '' || architecture === '' || os === 'unknown') return undefined;
  return variant === '' ? { os, architecture } : { os, architecture, variant };
}

/** Each platform once, in the order of the first appearance. */
export function uniquePlatforms(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}
