import { UsageError } from '../domain/errors.ts';

/** Splits `NAMESPACE/NAME` of a flag. */
export function parseQualifiedName(text: string, flag: string): { namespace: string; name: string } {
  const [namespace, name, ...rest] = text.split('/');
  if (!namespace || !name || rest.length > 0) {
    throw new UsageError(`invalid ${flag} ${JSON.stringify(text)}`, { nextStep: 'Write NAMESPACE/NAME.' });
  }
  return { namespace, name };
}
