import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { until } from './deadline.ts';

/** Network, mount and process namespaces, held by their process 1: when that ends, everything in them does. */
export interface Machine {
  readonly pid: number;
  /** Start time in clock ticks since boot: with it the pid is never taken for another process's. */
  readonly startTime: string;
}

const UNSHARE = ['unshare', '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
const PROCESS_1 = ['--propagation', 'slave', 'tini', '-s', '--', 'sleep', 'infinity'];

/** Makes namespaces; with `diesWithParent` they end when this process does, even by SIGKILL. */
export async function startMachine(options: { readonly diesWithParent: boolean }): Promise<Machine> {
  const guard = options.diesWithParent ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const [program = '', ...args] = [...guard, ...UNSHARE, ...PROCESS_1];
  const holder = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  holder.unref();
  let stderr = '';
  holder.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  let end: string | undefined;
  holder.on('error', (error) => {
    end = error.message;
  });
  holder.on('exit', (code) => {
    end = `exit ${String(code)}`;
  });
  const machine = await until('namespaces', 10, () => {
    if (end !== undefined) throw new Error(`cannot make namespaces: ${end} ${stderr}`);
    return holder.pid === undefined ? undefined : process1(holder.pid);
  });
  holder.stderr.destroy();
  return machine;
}

/** The child of `unshare`, once it has become process 1 of the finished namespaces. */
function process1(holder: number): Machine | undefined {
  const [pid] = childrenOf(holder);
  if (pid === undefined || readOrEmpty(`/proc/${pid.toString()}/comm`).trim() !== 'tini') return undefined;
  const startTime = startTimeOf(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export function childrenOf(pid: number): number[] {
  const children = readOrEmpty(`/proc/${pid.toString()}/task/${pid.toString()}/children`);
  return children.split(' ').filter(Boolean).map(Number);
}

function isRunning(machine: Machine): boolean {
  return startTimeOf(machine.pid) === machine.startTime;
}

/** Ends the namespaces with all that is in them, and waits until that is gone. */
export async function stopMachine(machine: Machine): Promise<void> {
  if (!isRunning(machine)) return;
  process.kill(machine.pid, 'SIGKILL');
  await until('end of the namespaces', 30, () => (isRunning(machine) ? undefined : true));
}

export function saveMachine(file: string, machine: Machine): void {
  writeFileSync(file, JSON.stringify(machine));
}

/** The machine written to `file`, if it still runs. */
export function runningMachine(file: string): Machine | undefined {
  const text = readOrEmpty(file);
  if (text === '') return undefined;
  const machine: unknown = JSON.parse(text);
  return isMachine(machine) && isRunning(machine) ? machine : undefined;
}

/** The command that runs `command` inside the namespaces, in the folder `cwd`. */
export function inside(machine: Machine, cwd: string, command: readonly string[]): string[] {
  const namespaces = ['--target', machine.pid.toString(), '--net', '--mount', '--pid'];
  return ['nsenter', ...namespaces, `--wdns=${cwd}`, '--', ...command];
}

function isMachine(value: unknown): value is Machine {
  return typeof value === 'object' && value !== null && 'pid' in value && 'startTime' in value;
}

/** Field 22 of /proc/PID/stat; `undefined` for a process that is gone or a zombie. See proc(5). */
function startTimeOf(pid: number): string | undefined {
  const stat = readOrEmpty(`/proc/${pid.toString()}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' || state === 'Z' || state === 'X' ? undefined : fields[18];
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
