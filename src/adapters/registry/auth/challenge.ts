/** The authentication that a registry requires: `WWW-Authenticate` (RFC 9110, 11.6.1). */
export type Challenge =
  | { readonly scheme: 'none' }
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      /** URL of the token service. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
      /** RFC 6750, 3.1: `invalid_token`, `insufficient_scope`. */
      readonly error: string | undefined;
    };

/** `name=value` with a token or a quoted string, or a lone token that begins a challenge. */
const PIECE = /([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,"]+)))?/g;

interface RawChallenge {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The challenge to answer: bearer before basic; `undefined` when there is none that we know. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const challenges = rawChallenges(header ?? '');
  for (const { scheme, parameters } of challenges) {
    const realm = parameters.get('realm');
    if (scheme !== 'bearer' || realm === undefined) continue;
    const [service, scope, error] = ['service', 'scope', 'error'].map((name) => parameters.get(name));
    return { scheme: 'bearer', realm, service, scope, error };
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

function rawChallenges(header: string): readonly RawChallenge[] {
  const found: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  for (const [, name = '', quoted, token] of header.matchAll(PIECE)) {
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? token;
    if (value === undefined) found.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else found.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return found;
}
