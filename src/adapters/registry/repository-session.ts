import type { AskAs, RepositoryRequest } from './authorized-request.ts';
import { accessRefusal, type Refusal } from './access-refusal.ts';
import type { Challenges } from './challenges.ts';
import type { HttpAnswer } from './http-exchange.ts';
import type { Login } from './login.ts';
import { createLoginMemory } from './login-memory.ts';

/** An answer, and the login that it was given to. */
interface SessionAnswer {
  readonly answer: HttpAnswer;
  readonly login: Login;
}

/** Asks with each login in turn until one is let in. Throws RegistryError `unauthorized` when none is. */
export type AskAny = (request: RepositoryRequest, signal: AbortSignal | undefined) => Promise<SessionAnswer>;

/**
 * As the kubelet does, all logins are tried in order, then none at all; a 404 is believed only when no other login is
 * left, for some registries hide what a login may not see. What worked in a repository is tried first the next time.
 */
export function createAskAny(askAs: AskAs, challenges: Challenges): AskAny {
  const accepted = createLoginMemory();
  return async (request, signal) => {
    const { access } = request;
    const open = await askOpenRegistry(askAs, challenges, request, signal);
    if (open !== undefined) return { answer: open, login: undefined };
    const refusals: Refusal[] = [];
    let absent: SessionAnswer | undefined;
    for (const login of accepted.order(access)) {
      if (login === undefined && absent !== undefined) break;
      const outcome = await askAs(request, login, signal);
      if (outcome.kind === 'answered') {
        const found = { answer: outcome.answer, login };
        if (found.answer.status !== 404) accepted.remember(access, login);
        if (accepted.isBest(access, login)) return found;
        absent ??= found;
      } else refusals.push({ login, kind: outcome.kind });
    }
    if (absent !== undefined) return absent;
    throw accessRefusal(access, refusals);
  };
}

/** Where nobody is asked who they are, one request tells all; unless it turns out that this repository is not open. */
async function askOpenRegistry(
  askAs: AskAs,
  challenges: Challenges,
  request: RepositoryRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer | undefined> {
  const { access } = request;
  const isOpen = async () => (await challenges.of(access.destination, signal)).scheme === 'none';
  if (!(await isOpen())) return undefined;
  const outcome = await askAs(request, undefined, signal);
  if (!(await isOpen())) return undefined;
  if (outcome.kind === 'answered') return outcome.answer;
  throw accessRefusal(access, [{ login: undefined, kind: outcome.kind }]);
}
