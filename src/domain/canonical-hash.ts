/** Hashes of values, independent of key order; absent and undefined are equal. */
import { createHash } from 'node:crypto';

/** `sha256:` and 64 hexadecimal digits. */
export function canonicalHash(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

/** The short form for display, also accepted as input. */
export function shortHash(hash: string): string {
  return hash.replace('sha256:', '').slice(0, 12);
}

/** Whether a text is a possibly shortened hash: 12 to 64 digits, with or without `sha256:`. */
export function isHashText(text: string): boolean {
  return /^(sha256:)?[0-9a-f]{12,64}$/.test(text);
}

/** Whether `expected`, possibly shortened, matches the hash. */
export function namesHash(expected: string, hash: string): boolean {
  const digits = expected.replace('sha256:', '');
  return isHashText(expected) && hash.replace('sha256:', '').startsWith(digits);
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
