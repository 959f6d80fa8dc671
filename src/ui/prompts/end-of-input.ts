/** A terminal's input; `keypress` events come once a prompt reads from it. */
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

/** inquirer waits for ever when Ctrl-D or a hang-up closes its input: then Node would quit without a word. */
export function abortAtEndOfInput(input: PromptInput): EndOfInput {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  const onKey = (_: unknown, key: Key | undefined): void => {
    if (key?.ctrl !== true || key.name !== 'd') return;
    // Readline has paused its input by then if that was the end; with text in the line it only deletes a character.
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
