/** Run ids sort by start time: `20261121-091733-k3x9`. */
export function runId(begin: Date, random: () => number = Math.random): string {
  const digits = begin.toISOString().replace(/\D/g, '');
  const suffix = Array.from({ length: 4 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${suffix}`;
}

export const RUN_ID = /^\d{8}-\d{6}-[a-z0-9]{4}$/;

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Letters without vowels and ambiguous characters. */
const LETTERS = 'bcdfghjkmnpqrstvwxz2456789';
