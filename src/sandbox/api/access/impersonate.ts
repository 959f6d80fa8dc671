import type { IncomingHttpHeaders } from 'node:http';
import { ApiFailure } from '../../objects/api-failure.ts';
import type { ApiUser } from './api-user.ts';
import { authorize } from './authorize.ts';
import type { Attempt, Permits } from './permits.ts';

/** The user that a request is to be answered as: by `Impersonate-User`, `-Group` and `-Uid`, when the sender may. */
export function impersonate(permits: Permits, sender: ApiUser, headers: IncomingHttpHeaders): ApiUser {
  const name = one(headers['impersonate-user']);
  const uid = one(headers['impersonate-uid']);
  const groups = many(headers['impersonate-group']);
  if (name === '' && uid === '' && groups.length === 0) return sender;
  if (name === '')
    throw new ApiFailure(
      500,
      'InternalError',
      'Internal error occurred: requested impersonation without impersonating a user',
    );
  const may = (group: string, resource: string, what: string): void => {
    authorize(permits, sender, { verb: 'impersonate', group, resource, name: what } satisfies Attempt);
  };
  may('', 'users', name);
  for (const group of groups) may('', 'groups', group);
  if (uid !== '') may('authentication.k8s.io', 'uids', uid);
  return { name, ...(uid === '' ? {} : { uid }), groups: [...new Set([...groups, 'system:authenticated'])] };
}

function one(header: string | string[] | undefined): string {
  return many(header)[0] ?? '';
}

function many(header: string | string[] | undefined): string[] {
  if (header === undefined) return [];
  // Node joins repeated headers that it does not know.
  return (Array.isArray(header) ? header : header.split(',')).map((value) => value.trim()).filter(Boolean);
}
