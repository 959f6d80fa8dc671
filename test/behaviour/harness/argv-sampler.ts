/** Collects the arguments of all processes of this machine, as anybody on it can read them. */
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MILLISECONDS = 20;

export interface ArgvSampler extends Disposable {
  /** Each different command line that was seen. */
  readonly seen: ReadonlySet<string>;
}

export function sampleArgv(): ArgvSampler {
  const seen = new Set<string>();
  const sample = () => {
    for (const entry of readdirSync('/proc')) if (/^\d+$/.test(entry)) seen.add(argvOf(entry));
  };
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  return {
    seen,
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}

function argvOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended.
    return '';
  }
}
