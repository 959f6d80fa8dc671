import { tryParseImageReference } from '../../../domain/image/parse-reference.ts';

/** Images that may change under their name are pulled always. */
export function pullPolicyOf(image: unknown): 'Always' | 'IfNotPresent' {
  const reference = typeof image === 'string' ? tryParseImageReference(image) : undefined;
  if (reference === undefined) return 'IfNotPresent';
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined);
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}
