/** Namespaces, and in them the Secrets and service accounts that pods pull with. */
import { NAMESPACES, SECRETS, SERVICE_ACCOUNTS } from '../../objects/api-resources.ts';
import type { DemoLogin } from '../registries/demo-registries.ts';
import { estateObject, type EstateObject, type Place } from './estate-object.ts';

export function namespace(name: string): EstateObject {
  return estateObject(NAMESPACES, { metadata: { name } });
}

/** As `kubectl create secret docker-registry` makes it; `logins` by host, which may have a path. */
export function pullSecret(place: Place, logins: Readonly<Record<string, DemoLogin>>): EstateObject {
  const auths = Object.entries(logins).map(([host, { username, password }]) => {
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    return [host, { username, password, auth }] as const;
  });
  const config = JSON.stringify({ auths: Object.fromEntries(auths) });
  return estateObject(SECRETS, {
    metadata: { ...place },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
  });
}

export function serviceAccount(place: Place, pullSecrets: readonly string[] = []): EstateObject {
  const imagePullSecrets = pullSecrets.map((name) => ({ name }));
  return estateObject(SERVICE_ACCOUNTS, { metadata: { ...place }, imagePullSecrets });
}
