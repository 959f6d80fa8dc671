/** Passwords from standard input or a file, never from arguments. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../domain/errors.ts';

/** All of standard input without one trailing line break, as docker login does. */
export async function passwordFromInput(flag: string): Promise<string> {
  if (process.stdin.isTTY) {
    throw new UsageError(`${flag} needs the password on standard input`, {
      nextStep: `Pipe it: kubectl registry-switch ... ${flag} < password-file`,
    });
  }
  return withoutLineBreak(await text(process.stdin));
}

/** Throws UsageError for a file that cannot be read. */
export async function passwordFromFile(flag: string, file: string): Promise<string> {
  try {
    return withoutLineBreak(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${flag}: cannot read ${file}`, {
      cause,
      nextStep: 'Give a file that contains only the password.',
    });
  }
}

function withoutLineBreak(password: string): string {
  return password.replace(/\r?\n$/, '');
}
