import type { Credential } from '../../../domain/credentials/credential.ts';
import type { NamedRegistry } from './registry-names.ts';

/**
 * The logins as a docker `config.json`. regsync's own file could hold them too, but would expand templates in them,
 * trim passwords, and take an identity token in clear text only.
 */
export function dockerConfig(registries: readonly NamedRegistry[]): string {
  const auths = registries.flatMap(({ name, credential }) =>
    credential === undefined ? [] : [[name, authOf(credential)] as const],
  );
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}

function authOf(credential: Credential): Readonly<Record<string, string>> {
  return credential.kind === 'basic'
    ? { username: credential.username, password: credential.password }
    : { identitytoken: credential.token };
}
