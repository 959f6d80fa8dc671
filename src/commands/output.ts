/** Where a command prints: the result to stdout, messages to stderr. */
import type { OutputFlags } from '../cli/flags/output-flags.ts';
import { reaching } from '../cli/printed-commands.ts';
import { interruption } from '../cli/interruption.ts';
import { printableLine } from '../ui/printable.ts';
import { STDERR, STDOUT } from '../ui/sink.ts';
import { parseOutputFormat } from '../ui/output/output-format.ts';
import { renderResult } from '../ui/output/render-result.ts';
import type { ResultView } from '../ui/output/result-view.ts';
import type { LiveProgress } from '../ui/progress/live-progress.ts';
import { startProgress } from '../ui/progress/start-progress.ts';
import type { Prompter } from '../ui/prompts/prompter.ts';
import { canAnswer, terminalPrompter, TERMINAL } from '../ui/prompts/terminal-prompter.ts';

export interface Output {
  readonly progress: LiveProgress;
  readonly prompter: Prompter;
  /** Whether somebody at a terminal can answer. */
  readonly canAsk: boolean;
  /** Prints the result in the format of `-o`; ends the progress. */
  readonly print: <Result, Row>(result: Result, view: ResultView<Result, Row>) => Promise<void>;
  /** A result that is text already, such as manifests. */
  readonly write: (text: string) => Promise<void>;
  /** A result of lines. */
  readonly writeLines: (lines: readonly string[]) => Promise<void>;
  /** Messages; with `--quiet` only lines that start with `warning:` are printed. */
  readonly info: (lines: readonly string[]) => Promise<void>;
  /** Prints each sentence as a line `warning: ...`, also with `--quiet`. */
  readonly warn: (sentences: readonly string[]) => Promise<void>;
}

/** Throws UsageError for a malformed `-o` before any request to the cluster. */
export function openOutput(flags: OutputFlags): Output {
  const format = parseOutputFormat(flags.output ?? 'table');
  const progress = startProgress({ quiet: flags.quiet });
  const write = async (text: string): Promise<void> => {
    await progress.stop();
    STDOUT.write(text);
  };
  const info = async (lines: readonly string[]): Promise<void> => {
    await progress.stop();
    STDERR.write(asText(lines.map(reaching)));
  };
  return {
    progress,
    prompter: terminalPrompter({ ...TERMINAL, signal: interruption() }),
    canAsk: canAnswer(TERMINAL),
    write,
    writeLines: async (lines) => write(asText(lines)),
    info,
    warn: async (sentences) => info(sentences.map((sentence) => `warning: ${sentence}`)),
    print: async (result, view) =>
      write(await renderResult(result, view, { format, noHeaders: flags['no-headers'] })),
  };
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${printableLine(line)}\n`).join('');
}
