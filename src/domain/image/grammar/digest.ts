import type { Fault } from './fault.ts';
import { quoteCharacter } from './fault.ts';

/** Hex digits of each algorithm that the OCI registers or the runtimes know. */
const HEX_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/** Checks `algorithm:hex`: a known algorithm, the right number of lower-case hex digits. */
export function digestFault(digest: string): Fault | undefined {
  const nextStep = 'Use the digest as printed by the registry: sha256: and 64 lower-case hex digits.';
  if (digest === '') return { offset: 0, reason: 'the digest is empty', nextStep };
  const colon = digest.indexOf(':');
  if (colon === -1) return { offset: 0, reason: 'the digest has no algorithm', nextStep };
  const length = HEX_LENGTHS.get(digest.slice(0, colon));
  if (length === undefined) {
    return {
      offset: 0,
      reason: `unknown digest algorithm ${JSON.stringify(digest.slice(0, colon))}`,
      nextStep,
    };
  }
  const start = colon + 1;
  const wrong = digest.slice(start).search(/[^a-f0-9]/);
  if (wrong !== -1) {
    const offset = start + wrong;
    return { offset, reason: `${quoteCharacter(digest, offset)} is not a lower-case hex digit`, nextStep };
  }
  const actual = digest.length - start;
  if (actual === length) return undefined;
  return {
    offset: start + Math.min(actual, length),
    reason: `the digest has ${actual} hex digits instead of ${length}`,
    nextStep,
  };
}
