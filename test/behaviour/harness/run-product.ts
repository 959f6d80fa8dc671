/** Runs the real program as a process of its own, in an environment that holds nothing of the developer's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** Where the program keeps its compiled code from one test to the next. */
const COMPILED = path.join(tmpdir(), `registry-switch-compiled-${userInfo().username}`);

export interface RunOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input. */
  readonly input?: string;
  /** What to run instead of `node bin/run.js`. */
  readonly command?: readonly [string, ...string[]];
  /** Ctrl-C is pressed when this resolves. */
  readonly interruptAfter?: Promise<unknown>;
  /** Gets a way to send the process signals, when it has begun. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Gets all of stderr so far, whenever there is more. */
  readonly onStderr?: (text: string) => void;
}

export interface Outcome {
  readonly args: readonly string[];
  /** `null`: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runProduct(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program, ...first] = options.command ?? [process.execPath, PROGRAM];
  const home = mkdtempSync(path.join(tmpdir(), 'registry-switch-home-'));
  try {
    const child = spawn(program, [...first, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        XDG_CACHE_HOME: COMPILED,
        DOCKER_CONFIG: path.join(home, '.docker'),
        // Nobody but whom a test names is trusted; nor are the machine's many certificates read each time.
        SSL_CERT_FILE: '/dev/null',
        SSL_CERT_DIR: home,
        ...options.env,
      },
      stdio: 'pipe',
    });
    options.onStart?.((signal) => child.kill(signal));
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      options.onStderr?.(stderr);
    });
    // A command may end without reading its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    void options.interruptAfter?.then(() => child.kill('SIGINT'));
    const [code] = (await once(child, 'close')) as [number | null];
    return { args, code, stdout, stderr };
  } finally {
    rmSync(home, { recursive: true });
  }
}
