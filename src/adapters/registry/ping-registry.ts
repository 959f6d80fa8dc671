import { RegistryError } from '../../domain/errors.ts';
import { accessRefusal, type Refusal } from './access-refusal.ts';
import type { AskAs } from './authorized-request.ts';
import { apiUrl } from './destination.ts';
import type { Login } from './login.ts';
import type { RepositoryAccess } from './repository-access.ts';

/**
 * Asks `/v2/` with a login for the repository. Where credentials are given one of them must be accepted: that the
 * registry would also talk to strangers does not make a wrong password right.
 */
export async function pingRegistry(
  askAs: AskAs,
  access: RepositoryAccess,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { destination } = access;
  const url = new URL('v2/', apiUrl(destination));
  const logins: readonly Login[] = access.credentials.length === 0 ? [undefined] : access.credentials;
  const refusals: Refusal[] = [];
  for (const login of logins) {
    const outcome = await askAs({ access, method: 'GET', url, accept: '*/*' }, login, signal);
    if (outcome.kind !== 'answered') {
      refusals.push({ login, kind: outcome.kind });
      continue;
    }
    if (outcome.answer.status === 200) return;
    const message = `${destination.host} is no container registry: it answers ${outcome.answer.status} to /v2/`;
    throw new RegistryError('invalid', destination.host, message, {
      nextStep: 'Check the name and the port of the registry, and whether it speaks http or https.',
    });
  }
  throw accessRefusal(access, refusals);
}
