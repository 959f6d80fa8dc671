import { randomBytes, randomUUID } from 'node:crypto';
import type { V1ServiceAccount } from '@kubernetes/client-node';
import type { Clock } from '../../clock.ts';
import { SERVICE_ACCOUNTS } from '../../objects/api-resources.ts';
import type { Objects } from '../../objects/objects.ts';
import type { Plain, Stored } from '../../objects/stored.ts';
import type { ApiUser } from './api-user.ts';

export interface ServiceAccountTokens {
  /** A token in the form of a JWT; the secret in it is what counts, and only here. */
  issue(account: Stored<Plain<V1ServiceAccount>>, expiry: Date): string;
  /** Who has a token; `undefined` when it was not issued here, is too old, or its account is gone. */
  userOf(token: string): ApiUser | undefined;
}

interface Issued {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly expiry: Date;
}

export function serviceAccountTokens(
  objects: Pick<Objects, 'get'>,
  clock: Pick<Clock, 'now'>,
): ServiceAccountTokens {
  const issued = new Map<string, Issued>();
  return {
    issue: ({ metadata: { namespace = '', name, uid } }, expiry) => {
      const token = tokenText(`system:serviceaccount:${namespace}:${name}`, expiry);
      issued.set(token, { namespace, name, uid, expiry });
      return token;
    },
    userOf: (token) => {
      const found = issued.get(token);
      if (found === undefined || found.expiry <= clock.now()) return undefined;
      const isThere = objects.get(SERVICE_ACCOUNTS, found)?.metadata.uid === found.uid;
      return isThere ? userOf(found) : undefined;
    },
  };
}

function userOf({ namespace, name, uid }: Issued): ApiUser {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { name: `system:serviceaccount:${namespace}:${name}`, uid, groups };
}

function tokenText(subject: string, expiry: Date): string {
  const claims = { sub: subject, exp: Math.floor(expiry.getTime() / 1000), jti: randomUUID() };
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, randomBytes(32).toString('base64url')].join('.');
}
