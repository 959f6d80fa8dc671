import { CONFIG_KEY, secretText } from '../../domain/credentials/secret-data.ts';
import { SECRETS } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { forbidden } from '../cluster/forbidden.ts';
import { noPullSecret, requireWritable } from './grant-pull.ts';

/**
 * Checks that a login can be added to the Secret `namespace/name`; returns its logins. Throws ExpectedError if it is
 * missing, of another type, or immutable. Planning is possible without permission to read it; a switch requires that.
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
