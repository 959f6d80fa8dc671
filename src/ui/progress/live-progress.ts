import type { Progress } from '../../domain/ports/progress.ts';

export interface LiveProgress extends Progress {
  /** Prints a sentence at once, also with `--quiet`. */
  warn(sentence: string): void;
  /** Ends the display, including unfinished steps; later output appears below it. */
  stop(): Promise<void>;
}

/** A terminal, file or pipe that progress is written to. */
export type ProgressStream = NodeJS.WritableStream | NodeJS.WriteStream;
