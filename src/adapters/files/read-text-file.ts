import { readFile } from 'node:fs/promises';
import { UsageError } from '../../domain/errors.ts';

/** Reads a text file that the user named; `what` says in the UsageError what it was for. */
export async function readTextFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read the ${what} ${file} (${reason})`, {
      nextStep: 'Check the path and its permissions.',
      cause: error,
    });
  }
}
