import type { Step } from '../../domain/ports/progress.ts';
import { printable } from '../printable.ts';
import type { LiveProgress } from './live-progress.ts';
import { ShownStep } from './shown-step.ts';

/**
 * Live progress on a terminal. Steps are shown one after another: one that starts while another runs appears when
 * that has ended. Between steps the terminal is free, for instance for prompts.
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

  /** Draws one step at a time, in the order of their start. */
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
