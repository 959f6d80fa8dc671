/** Aggregates events of the copy engine, for progress and failure reasons. */
import type { CopyEvent, CopyPodTrouble } from '../../domain/copy/copy.ts';
import type { Step } from '../../domain/ports/progress.ts';

export interface CopyTally {
  /** Why the engine could not copy an image, by target. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly onEvent: (event: CopyEvent | CopyPodTrouble) => void;
}

/** `images`: the number of images to copy. */
export function tallyEvents(images: number, progress: Step): CopyTally {
  // A replacement pod reports finished images again; the last event of an image counts.
  const reasons = new Map<string, string>();
  const finished = new Set<string>();
  let layers = 0;
  const count = (now: string): void => {
    const failures = reasons.size === 0 ? '' : `, ${reasons.size} failed`;
    progress.update(`${finished.size} of ${images} images, ${layers} layers${failures}${now}`);
  };
  const onEvent = (event: CopyEvent | CopyPodTrouble): void => {
    switch (event.type) {
      case 'started':
        count(`: ${event.target}`);
        break;
      case 'layer':
        layers += 1;
        count(`: ${event.target}`);
        break;
      case 'finished':
        reasons.delete(event.target);
        if (!finished.has(event.target)) progress.step(event.target).done('copied');
        finished.add(event.target);
        count('');
        break;
      case 'failed':
        if (!reasons.has(event.target)) progress.step(event.target).failed(event.reason);
        reasons.set(event.target, event.reason);
        finished.delete(event.target);
        count('');
        break;
      case 'rate-limited':
        progress.update(`the source limits pulls: waiting ${event.seconds ?? 'some'} seconds`);
        break;
      case 'pod-waiting':
        progress.update(event.reason);
    }
  };
  return { reasons, onEvent };
}
