import { pause } from '../clock.ts';
import type { Program } from './program.ts';
import { runForever } from './serve.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** More would not fit into a timer, and nobody waits for it. */
const LONGEST = 1_000_000;

/** `sleep N[smhd]` or `sleep infinity`; ends at once on TERM. */
export const sleep: Program = async (context) => {
  const [, number = '', unit = 's'] = /^([\d.]+)([smhd]?)$/.exec(context.argv[1] ?? '') ?? [];
  const seconds = Number(number) * (SECONDS[unit] ?? 1);
  if (number === '' || Number.isNaN(seconds) || seconds > LONGEST) return runForever(context);
  await pause(seconds * 1000, context.clock, context.signal);
  return 0;
};
