import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';
import type { LiveProgress } from './live-progress.ts';
import { ShownStep } from './shown-step.ts';

/**
 * Live progress on a terminal. Steps are shown one after another: one that begins while another goes on appears when
 * that has ended. Between steps the terminal is free, for questions for instance.
 */
export class TerminalProgress implements LiveProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #open = new Set<ShownStep>();
  #shown: Promise<void> = Promise.resolve();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  step(title: string): Step {
    const step = new ShownStep(title);
    this.#open.add(step);
    this.#shown = this.#shown.then(async () => {
      const { drawStep } = await import('./draw-step.ts');
      await drawStep(step, this.#stream);
      this.#open.delete(step);
    });
    return step;
  }

  /** Only one step is drawn at a time, the first that is open. */
  warn(sentence: string): void {
    const [shown] = this.#open;
    if (shown === undefined) this.#stream.write(`${printable(`warning: ${sentence}`)}\n`);
    else shown.note(`warning: ${sentence}`);
  }

  async stop(): Promise<void> {
    for (const step of this.#open) step.failed('');
    await this.#shown;
  }
}
