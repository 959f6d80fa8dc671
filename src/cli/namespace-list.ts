/** Namespaces as people list them: a flag each, or separated by commas. */
import { UsageError } from '../domain/errors.ts';

/** As the API server takes the name of a namespace, with the signs of a pattern. */
const NAME = /^[a-z0-9*?]([-a-z0-9*?]*[a-z0-9*?])?$/;

/** Throws UsageError: an empty name, as an unset variable gives it, must not mean everything, nor nothing. */
export function namespaceList(values: readonly string[] | undefined, flag: string): string[] {
  const names = (values ?? []).flatMap((value) => value.split(',').map((name) => name.trim()));
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return names;
  throw new UsageError(`${flag}: ${JSON.stringify(wrong)} is no name of a namespace`, {
    nextStep: `Name it as \`kubectl get namespaces\` does, several with commas or a ${flag} each; without it all are meant.`,
  });
}
