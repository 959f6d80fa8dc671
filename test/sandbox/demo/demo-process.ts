/** The demo as people run it: a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** A run of the demo with a folder for temporary files of its own; ended with it at the latest. */
export interface DemoProcess extends AsyncDisposable {
  /** What it has written so far. */
  readonly written: () => string;
  /** Resolves when a text was written; rejects when the process ended without it. */
  readonly says: (text: string) => Promise<void>;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** Names in its folder. */
  readonly leftovers: () => Promise<readonly string[]>;
}

export async function startDemo(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<DemoProcess> {
  const temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
  const child = spawn(process.execPath, [PROGRAM, 'demo', ...args], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const says = async (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (written.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => {
        reject(new Error(`ended without saying ${text}:\n${written}`));
      });
    });
  return {
    written: () => written,
    says,
    interrupt: () => child.kill('SIGINT'),
    ended,
    leftovers: async () => readdir(temporary),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT');
      await ended;
      await rm(temporary, { recursive: true });
    },
  };
}
