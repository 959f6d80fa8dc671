import { UsageError } from '../domain/errors.ts';

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a duration in kubectl's format: `30s`, `1m30s`, `2h`, or a bare number of seconds. Throws UsageError. */
export function parseDuration(text: string, flag: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) {
    throw new UsageError(`invalid ${flag} ${JSON.stringify(text)}`, {
      nextStep: 'Use a duration such as 30s, 1m30s or 2h.',
    });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? ''] ?? 0), 0);
}
