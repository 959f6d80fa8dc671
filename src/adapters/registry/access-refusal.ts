import { RegistryError } from '../../domain/errors.ts';
import { describeLogin, type Login } from './login.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** Why one login did not get in. */
export interface Refusal {
  readonly login: Login;
  readonly kind: 'login-rejected' | 'access-denied';
}

/** The error for a repository that no login opens: names users and repository, no secret. */
export function accessRefusal(access: RepositoryAccess, refusals: readonly Refusal[]): RegistryError {
  const { host } = access.destination;
  const logins = refusals.filter(({ login }) => login !== undefined);
  const denied = logins.filter(({ kind }) => kind === 'access-denied');
  if (logins.length === 0) {
    const message = `${host} wants a login for ${access.repository} (or there is no such repository)`;
    return new RegistryError('unauthorized', host, message, {
      nextStep: `Give a login with --username and --password-stdin (target), a pull Secret (source) or "docker login ${host}".`,
    });
  }
  if (denied.length > 0) {
    const message = `${host} denies ${names(denied)} access to ${access.repository} (or there is no such repository)`;
    return new RegistryError('unauthorized', host, message, {
      nextStep: `Check the name of the repository, and that the login may read it.`,
    });
  }
  return new RegistryError('unauthorized', host, `${host} rejects the login of ${names(logins)}`, {
    nextStep: `Check the password or token where it was given (flags, environment, a pull Secret), or log in again with "docker login ${host}".`,
  });
}

function names(refusals: readonly Refusal[]): string {
  return [...new Set(refusals.map(({ login }) => describeLogin(login)))].join(', ');
}
