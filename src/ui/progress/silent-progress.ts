import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';
import type { LiveProgress, ProgressStream } from './live-progress.ts';

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
export function silentProgress(stream: ProgressStream): LiveProgress {
  return {
    step: () => SILENT_STEP,
    warn: (sentence) => {
      stream.write(`${printable(`warning: ${sentence}`)}\n`);
    },
    stop: () => Promise.resolve(),
  };
}
