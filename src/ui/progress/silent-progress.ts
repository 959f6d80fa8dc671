import type { Step } from '../../domain/ports/progress.ts';
import type { LiveProgress } from './live-progress.ts';

const ignore = (): void => undefined;

const SILENT_STEP: Step = {
  update: ignore,
  note: ignore,
  done: ignore,
  failed: ignore,
  skipped: ignore,
  step: () => SILENT_STEP,
};

/** Progress that nobody wants to see. */
export const SILENT_PROGRESS: LiveProgress = { step: () => SILENT_STEP, stop: () => Promise.resolve() };
