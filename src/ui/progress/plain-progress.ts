import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';
import type { LiveProgress, ProgressStream } from './live-progress.ts';

/** Milliseconds of silence after which an update is written, so that a log shows progress. */
const HEARTBEAT = 10_000;

/** Progress as lines, for logs and pipes: the start and end of each step, and an update now and then. */
export class PlainProgress implements LiveProgress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #lastLine: number;

  constructor(stream: ProgressStream, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#lastLine = now();
  }

  step(title: string): Step {
    this.#write(`${printable(title)} ...`);
    return this.#part(title, '');
  }

  warn(sentence: string): void {
    this.#write(printable(`warning: ${sentence}`));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** The start of a part is not printed: there may be thousands. */
  #part(title: string, indent: string): Step {
    const say = (text: string): void => {
      this.#write(`${indent}${printable(`${title}: ${text}`)}`);
    };
    return {
      update: (text) => {
        if (this.#now() - this.#lastLine >= HEARTBEAT) say(text);
      },
      note: say,
      done: (text = 'done') => {
        say(text);
      },
      failed: (text) => {
        say(text === '' ? 'failed' : `failed: ${text}`);
      },
      skipped: (text) => {
        say(`skipped: ${text}`);
      },
      step: (part) => this.#part(part, `${indent}  `),
    };
  }

  #write(line: string): void {
    this.#lastLine = this.#now();
    this.#stream.write(`${line}\n`);
  }
}
