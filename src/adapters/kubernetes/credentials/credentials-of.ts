import { readFile } from 'node:fs/promises';
import type { Connection } from '../kubeconfig/connection.ts';
import { ClusterError } from '../../../domain/errors.ts';
import { authProviderCredentials } from './auth-provider-credentials.ts';
import type { Credentials, Login } from './credentials.ts';
import { execConfigOf } from './exec-config.ts';
import { execCredentials } from './exec-credentials.ts';

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

/** Credentials that cannot change: a token, user name and password, or none besides a client certificate. */
function fixedCredentials({ token, basic }: Pick<Connection, 'token' | 'basic'>): Credentials {
  const authorization = token === undefined ? basicAuthorization(basic) : `Bearer ${token}`;
  return {
    current: () => Promise.resolve({ authorization }),
    renew: () => Promise.resolve(undefined),
  };
}

function basicAuthorization(basic: Connection['basic']): string | undefined {
  if (basic === undefined) return undefined;
  return `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
}

/** A token in a file that somebody else renews (projected service account tokens): read for every request. */
function tokenFileCredentials(tokenFile: string, fallback: string | undefined): Credentials {
  async function current(): Promise<Login> {
    const token = await readFile(tokenFile, 'utf8').then(
      (text) => text.trim(),
      (error: unknown) => {
        if (fallback !== undefined) return fallback;
        throw new ClusterError('unauthorized', `unable to read the token file ${tokenFile}`, {
          cause: error,
        });
      },
    );
    return { authorization: `Bearer ${token}` };
  }
  return {
    current,
    async renew(rejected) {
      const login = await current();
      return login.authorization === rejected.authorization ? undefined : login;
    },
  };
}
