/** Who runs this process, and whether another one of this machine still lives. */
import { hostname, userInfo } from 'node:os';

/** `me@laptop` */
export function operator(): string {
  return `${userName()}@${hostname()}`;
}

/** Tells processes apart, for people too: `me@laptop, process 4711, run 20261121-091733-k3x9`. */
export function holderName(what: string): string {
  return `${operator()}, process ${process.pid}, ${what}`;
}

/** A holder of this machine whose process is gone; of other machines nothing is known. */
export function hasEnded(holder: string): boolean {
  const [, host, pid] = /@([^,]+), process (\d+), /.exec(holder) ?? [];
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the password file, as in containers.
    return process.env.USER ?? 'unknown';
  }
}
