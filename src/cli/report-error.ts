import { stripVTControlCharacters } from 'node:util';
import { ExpectedError } from '../domain/errors.ts';
import { reaching } from './printed-commands.ts';
import { EXIT } from '../domain/exit.ts';

/** Writes `error: ...` and the next step; returns the exit code. The only place that prints errors. */
export function reportError(error: unknown, stream: { readonly write: (text: string) => void }): number {
  const known = expectedIn(error);
  if (known !== undefined) {
    stream.write(
      `error: ${printableMessage(known.message)}\n${known.nextStep === undefined ? '' : `${printableMessage(known.nextStep)}\n`}`,
    );
    return known.exitCode;
  }
  const messages = parserMessages(error);
  if (messages.length > 0) {
    const lines = messages.map((message) => `error: ${message}\n`).join('');
    stream.write(`${lines}See 'kubectl registry-switch help COMMAND' for usage.\n`);
    return EXIT.usage;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stream.write(
    `error: this is a bug of kubectl registry-switch, please report it:\n  ${continued(details)}\n`,
  );
  return EXIT.failed;
}

function printableMessage(text: string): string {
  return continued(reaching(text));
}

/** Messages quote foreign text: indented, so that no line of it looks like one of ours. */
function continued(text: string): string {
  return text.replaceAll(/\r?\n(?=\S)/g, '\n  ');
}

/** An aborted request may wrap the reason of the abort. */
function expectedIn(error: unknown): ExpectedError | undefined {
  if (error instanceof ExpectedError) return error;
  return error instanceof Error && error.cause !== undefined ? expectedIn(error.cause) : undefined;
}

/** oclif's own errors are about flags and carry an `oclif` property; their message has one problem per line. */
function parserMessages(error: unknown): string[] {
  if (!(error instanceof Error) || !('oclif' in error)) return [];
  return stripVTControlCharacters(error.message)
    .replace(/\nSee more help with --help$/, '')
    .replace(/^The following errors? occurred:/, '')
    .split('\n')
    .map((line) => line.trim().replace(/^(.)/, (first) => first.toLowerCase()))
    .filter((line) => line !== '');
}
