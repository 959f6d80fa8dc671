/**
 * Tells on the same machine whether a process is still alive. Containers share host names and PIDs, so a process is
 * identified by boot id, namespaces, PID and start time, from /proc of Linux (see proc(5)); without /proc nothing is
 * known of any process.
 */
import { readFileSync, readlinkSync } from 'node:fs';

/** The marker of this process. */
export function processMarker(): string | undefined {
  const place = placeOfProcesses();
  const begin = processState('self')?.begin;
  return place === undefined || begin === undefined ? undefined : [...place, process.pid, begin].join('/');
}

/** `true` only when certain: nothing is known of a process on another machine or in another container. */
export function hasEnded(marker: string): boolean {
  const own = placeOfProcesses();
  const [boot, processes, times, number = '', begin] = marker.split('/');
  if (own === undefined || !/^[1-9]\d{0,9}$/.test(number)) return false;
  if ([boot, processes, times].some((part, index) => part !== own[index])) return false;
  if (!isThere(Number(number))) return true;
  // A process that exists but cannot be read may be this one.
  const state = processState(number);
  return state !== undefined && (state.begin !== begin || state.isOver);
}

/** Boot id, PID namespace, and the time namespace that start times refer to. */
function placeOfProcesses(): readonly string[] | undefined {
  try {
    return [
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      readlinkSync('/proc/self/ns/pid'),
      readlinkSync('/proc/self/ns/time'),
    ];
  } catch {
    return undefined;
  }
}

/** Fields 3 and 22 of /proc/PID/stat; the second, the name in parentheses, may hold anything. */
function processState(number: string): { readonly begin: string; readonly isOver: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${number}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = ''] = fields;
    return { begin: fields[19] ?? '', isOver: 'ZX'.includes(state) };
  } catch {
    return undefined;
  }
}

/** Including processes of other users. */
function isThere(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
