/** Namespaces from a repeated flag or a comma-separated list. */
import { UsageError } from '../domain/errors.ts';

/** A namespace name as the API server accepts it, plus glob characters. */
const NAME = /^[a-z0-9*?]([-a-z0-9*?]*[a-z0-9*?])?$/;

/** Throws UsageError; an empty name, e.g. from an unset variable, must mean neither all namespaces nor none. */
export function namespaceList(values: readonly string[] | undefined, flag: string): string[] {
  const names = (values ?? []).flatMap((value) => value.split(',').map((name) => name.trim()));
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong === undefined) return names;
  throw new UsageError(`${flag}: invalid namespace ${JSON.stringify(wrong)}`, {
    nextStep: `Use names as \`kubectl get namespaces\` shows them, separated by commas or each with its own ${flag}; omit the flag for all namespaces.`,
  });
}
