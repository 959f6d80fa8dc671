import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';
import type { LiveProgress, ProgressStream } from './live-progress.ts';
import { PlainProgress } from './plain-progress.ts';
import { TerminalProgress } from './terminal-progress.ts';

export interface ProgressOptions {
  /** Default: stderr. */
  readonly stream?: ProgressStream;
  readonly quiet?: boolean;
}

/** Progress for a stream: live on a terminal, lines elsewhere, nothing with `--quiet`. */
export function startProgress({ stream = process.stderr, quiet = false }: ProgressOptions): LiveProgress {
  if (quiet) return silentProgress(stream);
  return isTerminal(stream) ? new TerminalProgress(stream) : new PlainProgress(stream);
}

/** Whether the stream is a terminal that can be drawn on: some pseudo-terminals have no size. */
function isTerminal(stream: ProgressStream): stream is NodeJS.WriteStream {
  return 'isTTY' in stream && stream.isTTY && stream.columns > 0 && process.env.TERM !== 'dumb';
}

const ignore = (): void => undefined;

const SILENT_STEP: Step = {
  update: ignore,
  note: ignore,
  done: ignore,
  failed: ignore,
  skipped: ignore,
  step: () => SILENT_STEP,
};

/** Shows no progress, only warnings. */
function silentProgress(stream: ProgressStream): LiveProgress {
  return {
    step: () => SILENT_STEP,
    warn: (sentence) => {
      stream.write(`${printable(`warning: ${sentence}`)}\n`);
    },
    stop: () => Promise.resolve(),
  };
}
