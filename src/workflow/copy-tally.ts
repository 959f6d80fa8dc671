/** Counts what the copy engine tells, for the progress and for the reasons of failures. */
import type { CopyEvent, CopyPodTrouble } from '../domain/copy/copy.ts';
import type { Step } from '../domain/ports/progress.ts';

export interface CopyTally {
  /** Why the engine could not copy an image, by target. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly onEvent: (event: CopyEvent | CopyPodTrouble) => void;
}

/** A tally of a copy of that many images. */
export function tallyEvents(images: number, progress: Step): CopyTally {
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
        finished.add(event.target);
        progress.step(event.target).done('copied');
        count('');
        break;
      case 'failed':
        reasons.set(event.target, event.reason);
        progress.step(event.target).failed(event.reason);
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
