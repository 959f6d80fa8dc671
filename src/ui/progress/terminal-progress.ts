import type { Step } from '../../domain/ports/progress.ts';
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

  async stop(): Promise<void> {
    for (const step of this.#open) step.failed('');
    await this.#shown;
  }
}
