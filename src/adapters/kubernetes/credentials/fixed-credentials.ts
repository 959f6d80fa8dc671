import type { Connection } from '../kubeconfig/connection.ts';
import type { Credentials } from './credentials.ts';

/** Credentials that cannot change: a token, user name and password, or none besides a client certificate. */
export function fixedCredentials({ token, basic }: Pick<Connection, 'token' | 'basic'>): Credentials {
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
