import { readFile } from 'node:fs/promises';
import { ClusterError } from '../../../domain/errors.ts';
import type { Credentials, Login } from './credentials.ts';

/** A token in a file that somebody else renews (projected service account tokens): read for every request. */
export function tokenFileCredentials(tokenFile: string, fallback: string | undefined): Credentials {
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
