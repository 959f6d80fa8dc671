/** Short hashes that name what was made of a template (k8s `controller.ComputeHash`, `rand.SafeEncodeString`). */

/** Without vowels and look-alikes, so that no words come about. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Equal values have equal hashes. */
export function templateHash(value: unknown): string {
  const digits = String(fnv1a(canonical(value)));
  return digits.replaceAll(/./g, (digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length] ?? '');
}

/** JSON with sorted keys and without absent fields. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** FNV-1a with 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
