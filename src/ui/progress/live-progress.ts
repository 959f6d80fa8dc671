import type { Progress } from '../../domain/ports/progress.ts';

/** Progress that is shown while it goes on. */
export interface LiveProgress extends Progress {
  /** A sentence that is shown at once, whatever goes on, and also where nobody wants to see progress. */
  warn(sentence: string): void;
  /** Ends the display, unfinished steps included; what is written to the stream afterwards stands below it. */
  stop(): Promise<void>;
}

/** A terminal or anything else that progress is written to. */
export type ProgressStream = NodeJS.WritableStream | NodeJS.WriteStream;
