/** The one place where errors are shown to people. */
import { stripVTControlCharacters } from 'node:util';
import { ExpectedError } from '../domain/errors.ts';

const WRONG_USAGE = 2;

/** Writes `error: ...` and what to do next; gives the exit code. */
export function reportError(error: unknown, stream: NodeJS.WritableStream): number {
  const known = expectedIn(error);
  if (known !== undefined) {
    stream.write(`error: ${known.message}\n${known.nextStep === undefined ? '' : `${known.nextStep}\n`}`);
    return known.exitCode;
  }
  const message = parserMessage(error);
  if (message !== undefined) {
    stream.write(`error: ${message}\nSee 'kubectl registry-switch help COMMAND' for usage.\n`);
    return WRONG_USAGE;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stream.write(`error: this is a bug of kubectl registry-switch, please report it:\n${details}\n`);
  return 1;
}

/** An aborted request may wrap the reason of its abortion. */
function expectedIn(error: unknown): ExpectedError | undefined {
  if (error instanceof ExpectedError) return error;
  return error instanceof Error && error.cause !== undefined ? expectedIn(error.cause) : undefined;
}

/** oclif's own errors are about flags and carry an `oclif` property; their text is wrapped for a terminal. */
function parserMessage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  return stripVTControlCharacters(error.message)
    .replace(/\nSee more help with --help$/, '')
    .replace(/^The following errors? occurred:\s*/, '')
    .replaceAll(/\s*\n\s*/g, ': ')
    .replace(/^(.)/, (first) => first.toLowerCase());
}
