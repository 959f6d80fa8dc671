import type { Platform } from '../../domain/image/platform.ts';
import { formatPlatform } from '../../domain/image/platform.ts';
import { asText, type JsonObject } from './json-object.ts';

/** Reads a platform (OCI image index, or image configuration); `undefined` for attestations (`unknown/unknown`). */
export function readPlatform(value: JsonObject | undefined): Platform | undefined {
  const os = asText(value?.os);
  const architecture = asText(value?.architecture);
  const variant = asText(value?.variant);
  if (os === undefined || architecture === undefined || os === 'unknown') return undefined;
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** Each platform once, in the order of the first appearance. */
export function uniquePlatforms(platforms: readonly Platform[]): readonly Platform[] {
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()];
}
