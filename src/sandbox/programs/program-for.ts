import type { Program } from './program.ts';
import { runRegsync } from './regsync/regsync.ts';
import { runForever, serve } from './serve.ts';
import { runShell } from './shell.ts';
import { sleep } from './sleep.ts';

const KNOWN: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['true', async () => Promise.resolve(0)],
  ['false', async () => Promise.resolve(1)],
  ['pause', runForever],
  ['sleep', sleep],
  ['sh', runShell],
  ['ash', runShell],
  ['bash', runShell],
  ['regsync', runRegsync],
]);

/** The program that a command names; every other one is an application that serves until it is told to end. */
export function programFor(argv: readonly string[]): Program {
  const name = argv[0]?.split('/').at(-1) ?? '';
  return KNOWN.get(name) ?? serve;
}
