import type { RequestOptions } from 'node:https';
import { ClusterError } from '../../../domain/errors.ts';
import { fieldsOf, type Fields } from '../../http/json-fields.ts';
import type { KubeconfigEntry } from '../kubeconfig/kubeconfig.ts';
import type { Credentials, Login } from './credentials.ts';

/**
 * Logins from a user's `auth-provider`, in practice `oidc`: left to client-node, which is loaded only here because
 * of its weight. Unlike kubectl it does not write a refreshed token back to the kubeconfig.
 */
export async function authProviderCredentials(user: KubeconfigEntry): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const server = { name: 'any', server: 'https://localhost', skipTLSVerify: false };
  config.loadFromClusterAndUser(server, {
    name: user.name,
    authProvider: withConfig(user.fields['auth-provider']),
  });

  async function current(): Promise<Login> {
    const request: RequestOptions = {};
    await config.applyToHTTPSOptions(request).catch((error: unknown) => {
      throw loginNeeded(user, error);
    });
    const headers: Fields = fieldsOf(request.headers);
    const authorization = headers.Authorization;
    if (typeof authorization !== 'string') throw loginNeeded(user);
    return { authorization };
  }
  return { current, renew: () => Promise.resolve(undefined) };
}

function withConfig(authProvider: unknown): Fields {
  const fields = fieldsOf(authProvider);
  return { ...fields, config: { ...fieldsOf(fields.config) } };
}

function loginNeeded(user: KubeconfigEntry, cause?: unknown): ClusterError {
  return new ClusterError('unauthorized', `the auth-provider of user "${user.name}" returned no token`, {
    nextStep: 'Log in again with the tool that wrote this kubeconfig.',
    cause,
  });
}
