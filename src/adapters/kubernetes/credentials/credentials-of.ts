import type { Connection } from '../kubeconfig/connection.ts';
import { authProviderCredentials } from './auth-provider-credentials.ts';
import type { Credentials } from './credentials.ts';
import { execConfigOf } from './exec-config.ts';
import { execCredentials } from './exec-credentials.ts';
import { fixedCredentials } from './fixed-credentials.ts';
import { tokenFileCredentials } from './token-file-credentials.ts';

/** Chooses where the connection's logins come from. Like kubectl it never sends any over plain http. */
export async function credentialsOf(
  connection: Connection,
  surroundings: { readonly env: NodeJS.ProcessEnv; readonly now: () => number },
): Promise<Credentials> {
  const { server, user, token, tokenFile } = connection;
  if (server.protocol !== 'https:') return fixedCredentials({});
  if (tokenFile !== undefined) return tokenFileCredentials(tokenFile, token);
  if (user === undefined || token !== undefined) return fixedCredentials(connection);
  const exec = execConfigOf(user);
  if (exec !== undefined) return execCredentials(exec, connection, surroundings);
  const authProvider = user.fields['auth-provider'];
  if (authProvider !== undefined && authProvider !== null) return authProviderCredentials(user);
  return fixedCredentials(connection);
}
