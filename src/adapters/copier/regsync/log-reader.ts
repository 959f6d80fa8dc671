import type { CopyEvent } from '../../../domain/copy/copy.ts';
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import type { CopyLogReader } from '../../../domain/ports/copy-engine.ts';
import type { LaidOutCopy } from './copy-layout.ts';
import { failureReason } from './failure-reason.ts';
import { parseLogLine, type LogLine } from './log-line.ts';

const NANOSECONDS = 1e9;

/** Error text for an image that was not copied because the pod was stopped. */
const STOPPED = /context canceled|task was canceled/;

/**
 * Reads the log of one shard. regsync says when an image begins and when it fails, but not when it is done; it copies
 * one after another in the order of its list, so an image is done when a later one is spoken of.
 */
export class RegsyncLogReader implements CopyLogReader {
  readonly #shard: readonly LaidOutCopy[];
  readonly #byTarget: ReadonlyMap<string, number>;
  /** Images that failed or were given up: never said to be finished. */
  readonly #unfinished = new Set<number>();
  #position = 0;

  constructor(shard: readonly LaidOutCopy[]) {
    this.#shard = shard;
    this.#byTarget = new Map(shard.map((entry, index) => [entry.target, index]));
  }

  read(text: string): readonly CopyEvent[] {
    const line = parseLogLine(text);
    if (line === undefined) return [];
    switch (line.message) {
      case 'Image sync needed':
      case 'Image refreshing':
        return this.#started(this.#indexOfTarget(line));
      case 'Copy layer':
        return this.#current().map((entry) => ({ type: 'layer', target: targetOf(entry) }));
      case 'Delaying for rate limit':
        return [rateLimited(line)];
      case 'Failed to sync':
      case 'Failed parsing target':
        return this.#failed(this.#indexOfTarget(line), line.text('error'));
      case 'Failed parsing source':
        return this.#failed(this.#indexOfSource(line.text('source')), line.text('error'));
      case 'Skipping unsupported media type':
        return this.#failed(this.#indexOfSource(line.text('ref')), unsupported(line));
      default:
        return [];
    }
  }

  end(succeeded: boolean): readonly CopyEvent[] {
    return succeeded ? this.#finishedBefore(this.#shard.length) : [];
  }

  #started(index: number): readonly CopyEvent[] {
    const finished = this.#finishedBefore(index);
    return [
      ...finished,
      ...this.#at(index).map((entry) => ({ type: 'started', target: targetOf(entry) }) as const),
    ];
  }

  #failed(index: number, error: string): readonly CopyEvent[] {
    const finished = this.#finishedBefore(index);
    this.#unfinished.add(index);
    // An image that was given up is copied by the pod that replaces this one.
    const failed = STOPPED.test(error) ? [] : this.#at(index);
    return [
      ...finished,
      ...failed.map(
        (entry) =>
          ({ type: 'failed', target: targetOf(entry), reason: failureReason(error, entry) }) as const,
      ),
    ];
  }

  /** Moves on to an image: all before it are finished, unless they failed. */
  #finishedBefore(index: number): readonly CopyEvent[] {
    const events: CopyEvent[] = [];
    for (; this.#position < index; this.#position += 1) {
      if (this.#unfinished.has(this.#position)) continue;
      events.push(
        ...this.#current().map((entry) => ({ type: 'finished', target: targetOf(entry) }) as const),
      );
    }
    return events;
  }

  #current(): readonly LaidOutCopy[] {
    return this.#at(this.#position);
  }

  #at(index: number): readonly LaidOutCopy[] {
    const entry = this.#shard[index];
    return entry === undefined ? [] : [entry];
  }

  /** -1: no image of this shard. */
  #indexOfTarget(line: LogLine): number {
    return this.#byTarget.get(line.text('target')) ?? -1;
  }

  /** Some lines name the source alone: the first image from there whose fate is open. */
  #indexOfSource(source: string): number {
    return this.#shard.findIndex(
      (entry, index) => index >= this.#position && !this.#unfinished.has(index) && entry.source === source,
    );
  }
}

function targetOf({ copy }: LaidOutCopy): string {
  return formatImageReference(copy.target);
}

function rateLimited(line: LogLine): CopyEvent {
  const sleep = line.number('sleep');
  return { type: 'rate-limited', seconds: sleep === undefined ? undefined : Math.round(sleep / NANOSECONDS) };
}

/** regsync passes over such an image and calls it a success. */
function unsupported(line: LogLine): string {
  const mediaType = line.text('mediaType');
  const old = mediaType.includes('distribution.manifest.v1')
    ? ' (Docker schema 1: push the image again)'
    : '';
  return `regsync does not copy images of media type ${mediaType}${old}`;
}
