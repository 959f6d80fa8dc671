/** Who a basic `Authorization` header says is there. `rejected`: a login was given and is wrong. */
export type LoginOutcome = { readonly username: string | undefined } | 'rejected';

/** Checks a header (RFC 7617) against the users; no header is anonymous. */
export function basicLogin(
  header: string | undefined,
  users: Readonly<Record<string, string>>,
): LoginOutcome {
  if (header === undefined) return { username: undefined };
  const [scheme = '', encoded = ''] = header.split(' ');
  if (scheme.toLowerCase() !== 'basic') return 'rejected';
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const username = pair.slice(0, colon);
  return Object.hasOwn(users, username) && users[username] === pair.slice(colon + 1)
    ? { username }
    : 'rejected';
}
