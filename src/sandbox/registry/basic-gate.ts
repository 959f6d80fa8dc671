import { errorAnswer } from './answer.ts';
import { basicLogin } from './basic-login.ts';
import type { Gate } from './gate.ts';
import { USERS_ONLY, type SandboxAuth } from './sandbox-auth.ts';

const CHALLENGE = { 'www-authenticate': 'Basic realm="sandbox registry"' };

/** User name and password with every request (RFC 7617): 401 without a right one, 403 without the permission. */
export function basicGate(auth: SandboxAuth & { readonly kind: 'basic' }): Gate {
  const permits = auth.permits ?? USERS_ONLY;
  return {
    refuse: (request, { repository, action }) => {
      const login = basicLogin(request.headers.authorization, auth.users);
      if (login === 'rejected') return errorAnswer(401, 'UNAUTHORIZED', CHALLENGE);
      const permitted =
        repository === undefined ? login.username !== undefined : permits(login.username, repository, action);
      if (permitted) return undefined;
      return login.username === undefined
        ? errorAnswer(401, 'UNAUTHORIZED', CHALLENGE)
        : errorAnswer(403, 'DENIED');
    },
  };
}
