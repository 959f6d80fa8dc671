/** Runs a command as a whole process: its time, and the peak memory of it and its children together. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measurement {
  readonly seconds: number;
  /** Largest sum of the resident sets of the process and its descendants, sampled. */
  readonly mebibytes: number;
  readonly exitCode: number;
}

const SAMPLE_MILLISECONDS = 20;

/** Output is thrown away. */
export async function measure(command: string, args: readonly string[]): Promise<Measurement> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentOf(child.pid ?? 0));
  }, SAMPLE_MILLISECONDS);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearInterval(sampling);
  return { seconds: (performance.now() - start) / 1000, mebibytes: peak / 1024, exitCode: exitCode ?? 1 };
}

/** KiB of a process and all below it. */
function residentOf(root: number): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = Number(statusField(entry, 'PPid'));
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const sum = (pid: number): number =>
    Number(statusField(String(pid), 'VmRSS')) +
    (children.get(pid) ?? []).reduce((all, one) => all + sum(one), 0);
  return sum(root);
}

/** The number of a field of /proc/PID/status; 0 when the process is gone. */
function statusField(pid: string, field: string): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? '0';
  } catch {
    return '0';
  }
}
