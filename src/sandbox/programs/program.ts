import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';

/** What a program sees of the container that it runs in. */
export interface ProgramContext {
  /** Command and arguments, variables expanded. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Content of a file of a mounted volume; `undefined`: no such file. */
  readonly readFile: (path: string) => Buffer | undefined;
  /** Writes a line to the container's log. */
  readonly log: (line: string) => void;
  /** Aborted when the container is told to end (TERM). */
  readonly signal: AbortSignal;
  readonly network: Network;
  readonly clock: Clock;
}

/** Runs until it ends or is told to; resolves with the exit code, never rejects for what the program does wrong. */
export type Program = (context: ProgramContext) => Promise<number>;
