/** Ages and durations as Kubernetes prints them (apimachinery, util/duration `HumanDuration`). */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

interface Scale {
  /** Durations below this, in milliseconds, are told so. */
  readonly below: number;
  readonly unit: readonly [milliseconds: number, letter: string];
  /** What is left over is told in this unit. */
  readonly rest?: readonly [milliseconds: number, letter: string];
}

const SCALES: readonly Scale[] = [
  { below: 2 * MINUTE, unit: [SECOND, 's'] },
  { below: 10 * MINUTE, unit: [MINUTE, 'm'], rest: [SECOND, 's'] },
  { below: 3 * HOUR, unit: [MINUTE, 'm'] },
  { below: 8 * HOUR, unit: [HOUR, 'h'], rest: [MINUTE, 'm'] },
  { below: 2 * DAY, unit: [HOUR, 'h'] },
  { below: 8 * DAY, unit: [DAY, 'd'], rest: [HOUR, 'h'] },
  { below: 2 * YEAR, unit: [DAY, 'd'] },
  { below: 8 * YEAR, unit: [YEAR, 'y'], rest: [DAY, 'd'] },
  { below: Infinity, unit: [YEAR, 'y'] },
];

/** `45s`, `2m5s`, `3h`, `5d2h`; durations are in milliseconds. */
export function humanDuration(milliseconds: number): string {
  // Clocks differ: a little in the future is now.
  if (milliseconds <= -2 * SECOND) return '<invalid>';
  const duration = Math.max(milliseconds, 0);
  const scale = SCALES.find(({ below }) => duration < below);
  if (scale === undefined) return '<invalid>';
  const [size, letter] = scale.unit;
  const whole = `${Math.floor(duration / size)}${letter}`;
  if (scale.rest === undefined) return whole;
  const [restSize, restLetter] = scale.rest;
  const rest = Math.floor((duration % size) / restSize);
  return rest === 0 ? whole : `${whole}${rest}${restLetter}`;
}

/** Time since a timestamp; `<unknown>` when there is none. */
export function since(timestamp: string | null | undefined, now: Date): string {
  if (timestamp === undefined || timestamp === null) return '<unknown>';
  return humanDuration(now.getTime() - Date.parse(timestamp));
}
