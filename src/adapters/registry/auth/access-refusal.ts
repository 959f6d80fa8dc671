import { RegistryError } from '../../../domain/errors.ts';
import { describeLogin, type Login } from './login.ts';
import type { RepositoryAccess } from './repository-access.ts';

/** One login that did not get in. */
export interface Refusal {
  readonly login: Login;
  /** The login is valid, or none is required: access to the repository is denied. */
  readonly isHidden: boolean;
}

/**
 * The error for a repository that no login opens: `hidden` where a login is good, else `unauthorized`. Names users and
 * repository, no secret.
 */
export function accessRefusal(access: RepositoryAccess, refusals: readonly Refusal[]): RegistryError {
  const { host } = access.destination;
  const hidden = refusals.filter(({ isHidden }) => isHidden);
  if (hidden.length > 0) {
    const message = `${host} denies ${names(hidden)} access to ${access.repository} (or there is no such repository)`;
    return new RegistryError('hidden', host, message, {
      nextStep: `Check the name of the repository, that its project exists, and that the login has read access.`,
    });
  }
  const logins = refusals.filter(({ login }) => login !== undefined);
  if (logins.length === 0) {
    const message = `${host} requires a login for ${access.repository} (or there is no such repository)`;
    return new RegistryError('unauthorized', host, message, {
      nextStep: `Give a login with --username and --password-stdin (target), a pull Secret (source) or "docker login ${host}".`,
    });
  }
  return new RegistryError('unauthorized', host, `${host} rejects the login of ${names(logins)}`, {
    nextStep: `Check the password or token that was given (flags, environment, a pull Secret), or log in again with "docker login ${host}".`,
  });
}

function names(refusals: readonly Refusal[]): string {
  return [
    ...new Set(refusals.map(({ login }) => (login === undefined ? 'everybody' : describeLogin(login)))),
  ].join(', ');
}
