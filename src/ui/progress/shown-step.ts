import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';

/** How a step ended. */
export interface StepEnd {
  readonly kind: 'done' | 'failed' | 'skipped';
  /** The line that remains on the terminal. */
  readonly line: string;
}

/** Parts and notes shown at a time while the step runs. */
const SHOWN_PARTS = 8;
const SHOWN_NOTES = 5;

/** The current display of one step: mutable state that the drawing polls. */
export class ShownStep implements Step {
  readonly #title: string;
  readonly #notes: string[] = [];
  /** Running parts with their latest update. */
  readonly #parts = new Map<symbol, string>();
  readonly #ended = Promise.withResolvers<StepEnd>();
  #text = '';

  constructor(title: string) {
    this.#title = title;
  }

  get ended(): Promise<StepEnd> {
    return this.#ended.promise;
  }

  get line(): string {
    return joined(this.#title, this.#text);
  }

  /** Lines below the title while the step runs: the latest notes, and some of the parts. */
  get details(): readonly string[] {
    const parts = [...this.#parts.values()];
    const hidden = parts.length - SHOWN_PARTS;
    const more = hidden > 0 ? [`... and ${hidden} more`] : [];
    return [...this.#notes.slice(-SHOWN_NOTES), ...parts.slice(0, SHOWN_PARTS), ...more];
  }

  /** Lines that remain below the title. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  update(text: string): void {
    this.#text = text;
  }

  note(text: string): void {
    this.#notes.push(printable(text));
  }

  done(text = ''): void {
    this.#end('done', text);
  }

  failed(text: string): void {
    this.#end('failed', text);
  }

  skipped(text: string): void {
    this.#end('skipped', text);
  }

  step(title: string): Step {
    return this.#part(title);
  }

  #end(kind: StepEnd['kind'], text: string): void {
    this.#parts.clear();
    this.#ended.resolve({ kind, line: joined(this.#title, text) });
  }

  /** Parts that succeed disappear: there may be thousands, and the step's own text counts them. */
  #part(title: string): Step {
    const key = Symbol(title);
    const end = (): void => {
      this.#parts.delete(key);
    };
    this.#parts.set(key, printable(title));
    return {
      update: (text) => {
        if (this.#parts.has(key)) this.#parts.set(key, joined(title, text));
      },
      note: (text) => {
        this.note(joined(title, text));
      },
      done: end,
      skipped: end,
      failed: (text) => {
        end();
        this.note(`failed: ${joined(title, text)}`);
      },
      step: (part) => this.#part(`${title}: ${part}`),
    };
  }
}

function joined(title: string, text: string): string {
  return printable(text === '' ? title : `${title}: ${text}`);
}
