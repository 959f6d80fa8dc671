/** What a workflow is given besides its ports, remembering what it tells. */
import type { Step, Work } from '../../src/domain/ports/progress.ts';

export interface RecordedWork extends Work {
  /** Ends of steps, as `Deployment shop/web done: 1 of 1 pods available`. */
  readonly ends: readonly string[];
  readonly updates: readonly string[];
  readonly abort: (reason: Error) => void;
}

export function recordedWork(): RecordedWork {
  const ends: string[] = [];
  const updates: string[] = [];
  const controller = new AbortController();
  const step = (title: string): Step => {
    const end =
      (how: string) =>
      (text = ''): void => {
        ends.push(`${title} ${how}: ${text}`);
      };
    return {
      update: (text) => updates.push(text),
      note: (text) => updates.push(text),
      done: end('done'),
      failed: end('failed'),
      skipped: end('skipped'),
      step,
    };
  };
  return {
    signal: controller.signal,
    progress: step(''),
    ends,
    updates,
    abort: (reason) => {
      controller.abort(reason);
    },
  };
}
