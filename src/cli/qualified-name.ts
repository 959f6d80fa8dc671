import { UsageError } from '../domain/errors.ts';

/** Splits the `NAMESPACE/NAME` value of a flag. Throws UsageError. */
export function parseQualifiedName(text: string, flag: string): { namespace: string; name: string } {
  const [namespace, name, ...rest] = text.split('/');
  if (!namespace || !name || rest.length > 0) {
    throw new UsageError(`invalid ${flag} ${JSON.stringify(text)}`, {
      nextStep: 'Use the form NAMESPACE/NAME.',
    });
  }
  return { namespace, name };
}
