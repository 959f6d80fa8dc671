import { REGSYNC } from '../../../../src/adapters/copier/regsync/regsync-engine.ts';
import type { CopyEvent } from '../../../../src/domain/copy/copy.ts';
import { valueAt } from '../../../../src/sandbox/objects/json/value-at.ts';
import type { CopyJobRequest } from '../../../../src/domain/ports/copy-engine.ts';
import { runningClock } from '../../../../src/sandbox/clock.ts';
import type { Network } from '../../../../src/sandbox/network.ts';
import type { ProgramContext } from '../../../../src/sandbox/programs/program.ts';
import { runRegsync } from '../../../../src/sandbox/programs/regsync/regsync.ts';

export interface RegsyncRun {
  readonly exitCode: number;
  readonly lines: readonly string[];
  /** What the product reads out of the log. */
  readonly events: readonly CopyEvent[];
}

/** Waits of seconds take milliseconds. */
const SPEED = 1000;

/** Runs the program on the first shard of what the product would write into its Job. */
export async function runShard(
  request: CopyJobRequest,
  network: Network,
  options: Partial<Pick<ProgramContext, 'signal' | 'log'>> = {},
): Promise<RegsyncRun> {
  const { secrets } = REGSYNC.manifests(request);
  const data = Object.assign({}, ...secrets.map((secret) => secret.data)) as Record<string, string>;
  const readFile = (path: string): Buffer | undefined => {
    const name = path.replace('/config/', '');
    const content = data[`0-${name}`] ?? data[name];
    return content === undefined ? undefined : Buffer.from(content, 'base64');
  };
  const args = ['once', '-c', '/config/regsync.yml', '--logopt', 'json'];
  const env = { DOCKER_CONFIG: '/config' };
  return runFiles({ argv: ['/regsync', ...args], env, readFile, network, ...options }, request);
}

/** Runs the program as it is given. */
export async function runFiles(
  context: Partial<ProgramContext> & Pick<ProgramContext, 'argv' | 'readFile' | 'network'>,
  request?: CopyJobRequest,
): Promise<RegsyncRun> {
  const lines: string[] = [];
  const exitCode = await runRegsync({
    env: {},
    signal: new AbortController().signal,
    clock: runningClock(SPEED),
    ...context,
    log: (line) => {
      lines.push(line);
      context.log?.(line);
    },
  });
  const reader = request === undefined ? undefined : REGSYNC.logReader(request, 0);
  const events = lines.flatMap((line) => reader?.read(line) ?? []);
  return { exitCode, lines, events: [...events, ...(reader?.end(exitCode === 0) ?? [])] };
}

/** The messages of the log, or another field. */
export function logged(run: RegsyncRun, field = 'msg'): unknown[] {
  return run.lines
    .filter((line) => line.startsWith('{'))
    .map((line) => valueAt(JSON.parse(line), [field]))
    .filter((value) => value !== undefined);
}
