import { isHashText } from '../domain/canonical-hash.ts';
import { UsageError } from '../domain/errors.ts';

/** Throws UsageError for an invalid value of --expect. */
export function checkHashText(text: string | undefined): void {
  if (text === undefined || isHashText(text)) return;
  throw new UsageError(`invalid --expect ${JSON.stringify(text)}`, {
    nextStep: 'Give at least 12 of the 64 hexadecimal digits.',
  });
}
