/** Secrets and service accounts. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS, SERVICE_ACCOUNTS } from '../../../src/domain/kubernetes/resource.ts';
import { anObject, type ObjectShape } from './object.ts';

/** A Secret from plain texts. */
export function secret(
  { type = 'Opaque', ...shape }: ObjectShape & { readonly type?: string },
  texts: Readonly<Record<string, string>>,
): KubernetesObject {
  const data = Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return anObject(SECRETS, shape, { type, data: Object.fromEntries(data) as unknown });
}

/** A pull Secret with one login `user:password` a host. */
export function pullSecret(shape: ObjectShape, logins: Readonly<Record<string, string>>): KubernetesObject {
  return secret(
    { ...shape, type: 'kubernetes.io/dockerconfigjson' },
    { '.dockerconfigjson': dockerConfig(logins) },
  );
}

/** A docker config as kubectl writes it. */
export function dockerConfig(logins: Readonly<Record<string, string>>): string {
  const auths = Object.entries(logins).map(([host, login]) => {
    const [username, password] = login.split(':');
    return [host, { username, password, auth: Buffer.from(login).toString('base64') }];
  });
  return JSON.stringify({ auths: Object.fromEntries(auths) as unknown });
}

export function serviceAccount(shape: ObjectShape, pullSecrets: readonly string[]): KubernetesObject {
  return anObject(SERVICE_ACCOUNTS, shape, { imagePullSecrets: pullSecrets.map((name) => ({ name })) });
}
