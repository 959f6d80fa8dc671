/** Terminal input; emits `keypress` events once a prompt reads from it. */
export type PromptInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

interface Key {
  readonly ctrl?: boolean;
  readonly name?: string;
}

/** A signal that aborts when the input ends. */
export interface EndOfInput {
  readonly signal: AbortSignal;
  /** Stops listening. */
  readonly forget: () => void;
}

/** inquirer waits forever when Ctrl-D or a hang-up closes its input, and Node would exit without a message. */
export function abortAtEndOfInput(input: PromptInput): EndOfInput {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  const onKey = (_: unknown, key: Key | undefined): void => {
    if (key?.ctrl !== true || key.name !== 'd') return;
    // If this was the end of input, readline has paused it; with text on the line Ctrl-D only deletes a character.
    setImmediate(() => {
      if (input.isPaused()) abort();
    });
  };
  input.on('keypress', onKey);
  input.on('end', abort);
  return {
    signal: controller.signal,
    forget: () => {
      input.off('keypress', onKey);
      input.off('end', abort);
    },
  };
}
