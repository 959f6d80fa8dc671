import { SECRETS } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A dockerconfigjson Secret with a login by key of `auths`: a host, a host with path, a host with wildcards. */
export function pullSecret({ namespace, name }: Place, auths: Readonly<Record<string, Login>>): Buildable {
  return buildable(SECRETS, {
    metadata: { namespace, name },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': dockerConfig(auths) },
  });
}

/** What `docker login` writes, which is also what such Secrets hold. */
export function dockerConfig(auths: Readonly<Record<string, Login>>): string {
  const entries = Object.entries(auths).map(([key, { username, password }]) => {
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    return [key, { username, password, auth }] as const;
  });
  return JSON.stringify({ auths: Object.fromEntries(entries) });
}
