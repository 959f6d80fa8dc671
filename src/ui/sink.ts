/**
 * The only way of the commands to stdout and stderr (eslint sees to that): whatever is written, nothing of it can steer
 * the terminal. The libraries that draw progress and ask questions get their texts through `printable`.
 */
import { printableText } from './printable.ts';

export interface Sink {
  readonly write: (text: string) => void;
}

function sinkTo(stream: NodeJS.WritableStream): Sink {
  return {
    write: (text) => {
      stream.write(printableText(text));
    },
  };
}

/** The result. */
export const STDOUT = sinkTo(process.stdout);

/** The talk. */
export const STDERR = sinkTo(process.stderr);

/** `kubectl registry-switch images | head -1` is no failure. */
export function endWithClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
