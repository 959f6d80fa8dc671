/**
 * The only way for commands to write to stdout and stderr (enforced by eslint): unprintable characters are replaced.
 * The libraries for progress and prompts get their texts through `printable`.
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

/** Messages. */
export const STDERR = sinkTo(process.stderr);

/** `kubectl registry-switch images | head -1` must not fail. */
export function endWithClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
