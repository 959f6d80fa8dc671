/** Runs the real program against the sandbox, as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { DemoFailure } from './demo-failure.ts';

export interface Product {
  /** On this terminal; resolves with the exit code. */
  show(args: readonly string[]): Promise<number>;
  /** Its result on stdout, parsed. Throws DemoFailure when it fails. */
  ask<Result>(args: readonly string[]): Promise<Result>;
}

export interface ProductOptions {
  /** Path of the program. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export function openProduct({ program, env, signal }: ProductOptions): Product {
  return {
    show: async (args) => {
      signal.throwIfAborted();
      const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit', env });
      return ended(child, signal);
    },
    ask: async <Result>(args: readonly string[]) => {
      signal.throwIfAborted();
      const command = [program, ...args, '-o', 'json', '--quiet'];
      const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'], env });
      const talk = text(child.stderr);
      const [result, code] = await Promise.all([text(child.stdout), ended(child, signal)]);
      if (code === 0) return JSON.parse(result) as Result;
      throw new DemoFailure(`${args[0] ?? ''} ended with exit code ${code}: ${(await talk).trim()}`);
    },
  };
}

/** How long an interrupted program may take to end in order before it is told again. */
const GRACE_MILLISECONDS = 1000;

/** On a terminal Ctrl-C reaches the program by itself; it is told again only if it goes on. */
async function ended(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const timers: NodeJS.Timeout[] = [];
  const end = (): void => {
    timers.push(setTimeout(() => child.kill('SIGINT'), GRACE_MILLISECONDS));
    timers.push(setTimeout(() => child.kill('SIGKILL'), 5 * GRACE_MILLISECONDS));
  };
  signal.addEventListener('abort', end);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    signal.throwIfAborted();
    return code ?? 1;
  } finally {
    signal.removeEventListener('abort', end);
    for (const timer of timers) clearTimeout(timer);
  }
}
