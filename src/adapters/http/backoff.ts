const FIRST_DELAY = 250;
const LONGEST_DELAY = 8000;

/** Milliseconds before the next attempt, where the server asks for no other time: doubled each time, and spread. */
export function backoff(attempt: number, random: number, longest = LONGEST_DELAY): number {
  return spread(Math.min(FIRST_DELAY * 2 ** attempt, longest), random);
}

/** Up to a quarter longer, so that not all clients come back at once; `random` is from 0 to 1. */
export function spread(milliseconds: number, random: number): number {
  return milliseconds * (1 + random / 4);
}
