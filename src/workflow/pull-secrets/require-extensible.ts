/** Looks whether an existing pull Secret can take a login, before anything is done that counts on it. */
import { CONFIG_KEY, secretText } from '../../domain/credentials/secret-data.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { noPullSecret, requireWritable } from './grant-pull.ts';

/**
 * `namespace/name`; gives what it holds. Throws ExpectedError for one that is not there, holds no logins, or cannot be
 * changed. Whoever may not see it may still plan; a switch asks for the permission.
 */
export async function requireExtensible(
  cluster: Cluster,
  registrySecret: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (registrySecret === undefined) return undefined;
  const [namespace = '', name = ''] = registrySecret.split('/');
  try {
    const secret = await cluster.get(SECRETS, { namespace, name }, signal);
    const content = secretText(secret, CONFIG_KEY);
    if (secret === undefined || content === undefined) throw noPullSecret(namespace, name);
    requireWritable(secret);
    return content;
  } catch (error) {
    if (!forbidden(error)) throw error;
    return undefined;
  }
}
