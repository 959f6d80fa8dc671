import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { until } from './deadline.ts';

/** A long-running program of the cluster. It outlives the process that starts it, and ends with the namespaces. */
export interface Component {
  readonly name: string;
  readonly logFile: string;
  /** How it ended, if it did. */
  readonly ended: () => string | undefined;
}

/** What the programs of the cluster see of the environment: nothing of the user's. */
export const COMPONENT_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };

export function startComponent(name: string, logs: string, command: readonly string[]): Component {
  mkdirSync(logs, { recursive: true });
  const logFile = path.join(logs, `${name}.log`);
  const log = openSync(logFile, 'a');
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: COMPONENT_ENVIRONMENT,
  });
  closeSync(log);
  let end: string | undefined;
  child.on('error', (error) => {
    end = error.message;
  });
  child.on('exit', (code, signal) => {
    end = signal ?? `exit ${String(code)}`;
  });
  child.unref();
  return { name, logFile, ended: () => end };
}

/** Waits until `check` gives a value; throws with the end of the component's log when it ends first or takes too long. */
export async function untilComponent<T>(
  component: Component,
  seconds: number,
  check: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  try {
    return await until(`${component.name} ready`, seconds, async () => {
      const end = component.ended();
      if (end !== undefined) throw new Error(`${component.name} ended: ${end}`);
      return check();
    });
  } catch (error) {
    const tail = readFileSync(component.logFile, 'utf8').split('\n').slice(-15).join('\n');
    throw new Error(`${String(error)}\n${tail}`, { cause: error });
  }
}
