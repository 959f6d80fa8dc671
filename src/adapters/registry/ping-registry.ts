import { RegistryError } from '../../domain/errors.ts';
import { accessRefusal } from './auth/access-refusal.ts';
import type { AskAs } from './auth/authorized-request.ts';
import { apiUrl, type Destination } from './transport/destination.ts';
import { type CheckLogin, type LoginVerdict, mayNeedScope, verdictOf } from './auth/login-check.ts';
import type { Login } from './auth/login.ts';
import type { RepositoryAccess } from './auth/repository-access.ts';
import { pullScope } from './auth/token-scope.ts';

/**
 * Asks `/v2/` with the logins for the repository. Where credentials are given one of them must be accepted: that the
 * registry would also talk to strangers does not make a wrong password right. Whether the repository is there, or may be
 * seen, does not matter.
 */
export async function pingRegistry(
  { askAs, checkLogin }: { readonly askAs: AskAs; readonly checkLogin: CheckLogin },
  access: RepositoryAccess,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { destination, repository, credentials } = access;
  const url = new URL('v2/', apiUrl(destination));
  const scope = pullScope(repository);
  const askToPull = async (login: Login): Promise<LoginVerdict> =>
    verdictOf(await askAs({ destination, method: 'GET', url, accept: '*/*', scope }, login, signal), false);
  const ask = async (login: Login): Promise<LoginVerdict> => {
    if (login === undefined) return askToPull(login);
    const verdict = await checkLogin(destination, login, signal);
    return mayNeedScope(verdict) ? askToPull(login) : verdict;
  };
  for (const login of credentials.length === 0 ? [undefined] : credentials) {
    const verdict = await ask(login);
    if (verdict.kind === 'no-registry') throw noRegistry(destination, verdict);
    if (verdict.kind !== 'rejected') return;
  }
  throw accessRefusal(
    access,
    credentials.map((login) => ({ login, isHidden: false })),
  );
}

function noRegistry(
  { host }: Destination,
  { status, isWebPage }: LoginVerdict & { readonly kind: 'no-registry' },
): RegistryError {
  const answer = isWebPage ? 'answers with a web page' : `answers ${status}`;
  return new RegistryError('invalid', host, `${host} is not a container registry: it ${answer} to /v2/`, {
    nextStep: isWebPage
      ? 'Check the name and the port of the registry, and whether a proxy in between requires a login.'
      : 'Check the name and the port of the registry, and whether it uses http or https.',
  });
}
