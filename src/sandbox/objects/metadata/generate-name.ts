import { randomInt } from 'node:crypto';

/** Letters and digits that make no words (apimachinery, util/rand). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const LONGEST = 63;

/** A name made of its beginning, shortened where it would get too long for a label. */
export function generateName(beginning: string): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return beginning.slice(0, LONGEST - SUFFIX_LENGTH) + suffix.join('');
}
