/** What containers have said, kept for as long as their pods are there. */
import type { LoggedPod, PodLogLine, PodLogOptions, PodLogs } from '../api/pod-logs.ts';

/** Lines of one run of a container that are kept; the oldest go first. */
const KEPT_LINES = 50_000;

/** The log of one run of a container. */
export class ContainerLog {
  #lines: PodLogLine[] = [];
  /** Lines that are kept no more. */
  #dropped = 0;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  add(line: PodLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > 1.2 * KEPT_LINES) {
      this.#dropped += this.#lines.length - KEPT_LINES;
      this.#lines = this.#lines.slice(-KEPT_LINES);
    }
    this.#wake();
  }

  /** Nothing more will be said. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The last lines as one text, at most so many bytes. */
  tail(lines: number, bytes: number): string {
    const text = this.#lines
      .slice(-lines)
      .map(({ line }) => `${line}\n`)
      .join('');
    return text.slice(-bytes);
  }

  async *read({ follow, tailLines, since }: PodLogOptions, signal: AbortSignal): AsyncGenerator<PodLogLine> {
    const end = this.#dropped + this.#lines.length;
    let position = tailLines === undefined ? 0 : Math.max(0, end - tailLines);
    for (;;) {
      position = Math.max(position, this.#dropped);
      const line = this.#lines[position - this.#dropped];
      if (line !== undefined) {
        position += 1;
        if (since === undefined || line.time >= since) yield line;
        continue;
      }
      if (follow !== true || this.#ended || signal.aborted) return;
      await this.#news(signal);
    }
  }

  async #news(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(wake);
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}

interface Runs {
  readonly current: ContainerLog;
  readonly previous?: ContainerLog;
}

export class LogBook implements PodLogs {
  readonly #pods = new Map<string, Map<string, Runs>>();

  /** Opens the log of a container's next run. */
  open({ uid }: Pick<LoggedPod, 'uid'>, container: string): ContainerLog {
    const containers = this.#pods.get(uid) ?? new Map<string, Runs>();
    this.#pods.set(uid, containers);
    const previous = containers.get(container)?.current;
    const current = new ContainerLog();
    containers.set(container, { current, ...(previous !== undefined && { previous }) });
    return current;
  }

  /** The pod is gone; whoever follows comes to the end. */
  close({ uid }: Pick<LoggedPod, 'uid'>): void {
    for (const { current } of this.#pods.get(uid)?.values() ?? []) current.end();
    this.#pods.delete(uid);
  }

  lines(
    { uid }: LoggedPod,
    container: string,
    options: PodLogOptions,
    signal: AbortSignal,
  ): AsyncIterable<PodLogLine> | undefined {
    const runs = this.#pods.get(uid)?.get(container);
    const log = options.previous === true ? runs?.previous : runs?.current;
    return log?.read(options, signal);
  }
}
