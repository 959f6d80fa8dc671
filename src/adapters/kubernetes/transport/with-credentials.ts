import type { Credentials } from '../credentials/credentials.ts';
import type { Send } from './api-request.ts';
import type { SendWithLogin } from './make-send.ts';

/** Logs every request in; a 401 makes it ask for a new login and try once more (nothing was processed). */
export function withCredentials(send: SendWithLogin, credentials: Credentials): Send {
  return async (request) => {
    const login = await credentials.current();
    const response = await send(request, login);
    if (response.status !== 401) return response;
    const renewed = await credentials.renew(login);
    if (renewed === undefined) return response;
    response.body.resume();
    return send(request, renewed);
  };
}
