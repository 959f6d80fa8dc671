import { spawn, type SpawnOptions } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  /** Replaces the whole environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Gets what the command writes to stderr, line by line. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end and returns its stdout; throws with its stderr when it fails. */
export async function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<string> {
  const [program = '', ...args] = command;
  const spawnOptions: SpawnOptions = { stdio: 'pipe' };
  if (options.cwd !== undefined) spawnOptions.cwd = options.cwd;
  if (options.env !== undefined) spawnOptions.env = options.env;
  if (options.signal !== undefined) spawnOptions.signal = options.signal;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, spawnOptions);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      for (const line of text.split('\n').filter(Boolean)) options.onLine?.(line);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          new Error(`${command.join(' ')}: ${signal ?? `exit ${String(code)}`}\n${stderr.slice(-4000)}`),
        );
    });
    // A command may end without reading its input; its exit tells what became of it.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}
