/**
 * Tells on the machine of a process whether it still lives. Containers share host names and process numbers: so a
 * process is known by the boot of its machine, its namespaces, its number and when it began. Where the kernel shows no
 * such things (/proc of Linux, see proc(5)) nothing is known of any process.
 */
import { readFileSync, readlinkSync } from 'node:fs';

/** Of this process. */
export function processMarker(): string | undefined {
  const place = placeOfProcesses();
  const begin = processState('self')?.begin;
  return place === undefined || begin === undefined ? undefined : [...place, process.pid, begin].join('/');
}

/** Only what is certain: of a process of another machine or container nothing is known. */
export function hasEnded(marker: string): boolean {
  const own = placeOfProcesses();
  const [boot, processes, times, number = '', begin] = marker.split('/');
  if (own === undefined || !/^[1-9]\d{0,9}$/.test(number)) return false;
  if ([boot, processes, times].some((part, index) => part !== own[index])) return false;
  if (!isThere(Number(number))) return true;
  // One that is there and cannot be seen may be it.
  const state = processState(number);
  return state !== undefined && (state.begin !== begin || state.isOver);
}

/** The boot of the machine, the namespace of process numbers, and that of the clock by which begins are told. */
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

/** Also one of somebody else. */
function isThere(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
