/** Tells what the demo shows; at the pace of a screen cast when it is recorded. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Narrator {
  /** Columns that a line should keep to. */
  readonly width: number;
  heading(text: string): Promise<void>;
  say(lines: readonly string[]): Promise<void>;
  /** A command as it stands at the prompt; may have several lines. */
  command(text: string): Promise<void>;
}

export interface NarratorOptions {
  readonly write: (text: string) => void;
  readonly paint: { bold(text: string): string; dim(text: string): string };
  /** Of the terminal, if there is one. */
  readonly columns?: number | undefined;
  /** Commands are typed letter by letter, and there is time to read. */
  readonly paced: boolean;
  readonly signal: AbortSignal;
}

const WIDEST = 100;
const LETTER_MILLISECONDS = 18;
const LINE_MILLISECONDS = 220;
const COMMAND_MILLISECONDS = 900;

export function makeNarrator({ write, paint, columns, paced, signal }: NarratorOptions): Narrator {
  const pause = async (milliseconds: number): Promise<void> => {
    if (paced) await wait(milliseconds, undefined, { signal });
  };
  return {
    width: Math.min(columns ?? WIDEST, WIDEST),
    heading: async (text) => {
      await pause(2 * LINE_MILLISECONDS);
      write(`\n${paint.bold(text)}\n`);
    },
    say: async (lines) => {
      for (const line of lines) {
        write(`${line}\n`);
        await pause(LINE_MILLISECONDS);
      }
    },
    command: async (text) => {
      write(`\n${paint.dim('$')} `);
      if (!paced) write(text);
      for (const letter of paced ? text : '') {
        write(letter);
        await pause(LETTER_MILLISECONDS);
      }
      await pause(COMMAND_MILLISECONDS);
      write('\n');
    },
  };
}
