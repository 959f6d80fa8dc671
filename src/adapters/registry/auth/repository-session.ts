import { accessRefusal } from './access-refusal.ts';
import type { AskAs, RefusedQuestion } from './authorized-request.ts';
import type { Challenges } from './challenges.ts';
import type { HttpAnswer } from '../transport/http-exchange.ts';
import { type CheckLogin, mayNeedScope } from './login-check.ts';
import type { Login } from './login.ts';
import { createLoginMemory } from './login-memory.ts';
import { questionOf, type RepositoryAccess, type RepositoryRequest } from './repository-access.ts';

/** An answer, and the login that it was given to. */
interface SessionAnswer {
  readonly answer: HttpAnswer;
  readonly login: Login;
}

/**
 * Asks with each login in turn until one is let in. Throws RegistryError when none is: `hidden` where the registry
 * accepts one of them for itself, `unauthorized` where it rejects them all or wants one.
 */
export type AskAny = (request: RepositoryRequest, signal: AbortSignal | undefined) => Promise<SessionAnswer>;

export interface SessionParts {
  readonly askAs: AskAs;
  readonly challenges: Challenges;
  readonly checkLogin: CheckLogin;
}

/**
 * As the kubelet does, all logins are tried in order, then none at all; a 404 is believed only when no other login is
 * left, for some registries hide what a login may not see. What worked in a repository is tried first the next time.
 */
export function createAskAny({ askAs, challenges, checkLogin }: SessionParts): AskAny {
  const accepted = createLoginMemory();
  return async (request, signal) => {
    const { access } = request;
    const open = await askOpenRegistry(askAs, challenges, request, signal);
    if (open !== undefined) return { answer: open, login: undefined };
    const refused: (RefusedQuestion & { readonly login: Login })[] = [];
    let absent: SessionAnswer | undefined;
    for (const login of accepted.order(access)) {
      if (login === undefined && absent !== undefined) break;
      const outcome = await askAs(questionOf(request), login, signal);
      if (outcome.kind === 'answered') {
        const found = { answer: outcome.answer, login };
        if (found.answer.status !== 404) accepted.remember(access, login);
        if (accepted.isBest(access, login)) return found;
        absent ??= found;
      } else refused.push({ ...outcome, login });
    }
    if (absent !== undefined) return absent;
    const each = refused.map(async (one) => ({
      login: one.login,
      isHidden: await isHidden(checkLogin, access, one, signal),
    }));
    throw accessRefusal(access, await Promise.all(each));
  };
}

/** Whether the login is good, so that it is the repository that is not shown to it. */
async function isHidden(
  checkLogin: CheckLogin,
  { destination }: RepositoryAccess,
  { login, by, status }: RefusedQuestion & { readonly login: Login },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (login === undefined) return false;
  const verdict = await checkLogin(destination, login, signal);
  if (verdict.kind === 'accepted') return true;
  // Its token service gave a token for this very repository.
  if (mayNeedScope(verdict)) return by === 'registry';
  return verdict.kind === 'unchecked' && status === 403;
}

/** Without authentication one request is enough, unless this repository requires it. */
async function askOpenRegistry(
  askAs: AskAs,
  challenges: Challenges,
  request: RepositoryRequest,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer | undefined> {
  const { access } = request;
  const isOpen = async () => (await challenges.of(access.destination, signal)).scheme === 'none';
  if (!(await isOpen())) return undefined;
  const outcome = await askAs(questionOf(request), undefined, signal);
  if (!(await isOpen())) return undefined;
  if (outcome.kind === 'answered') return outcome.answer;
  throw accessRefusal(access, [{ login: undefined, isHidden: outcome.status === 403 }]);
}
