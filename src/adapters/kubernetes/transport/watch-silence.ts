/**
 * Notices a server that says nothing: a network that drops packets ends no connection, and the kernel would wait for a
 * quarter of an hour.
 */
import type { ApiRequest } from './api-request.ts';
import type { ConnectionWatch } from './connection-watch.ts';
import type { SendWithLogin } from './make-send.ts';

/** Milliseconds. */
export interface Patience {
  readonly told: number;
  readonly lost: number;
}

/** API servers end a request themselves after a minute (`--request-timeout` of kube-apiserver). */
export const PATIENCE: Patience = { told: 10_000, lost: 90_000 };

/** Until the head of an answer; what has no end of its own may be silent for as long as it likes. */
export function watchSilence(
  send: SendWithLogin,
  watch: ConnectionWatch,
  { told, lost }: Patience = PATIENCE,
): SendWithLogin {
  return async (request, login) => {
    if (request.streaming === true) return send(request, login);
    const end = new AbortController();
    const timers = [
      setTimeout(() => {
        watch.silent(told / 1000);
      }, told),
      setTimeout(() => {
        end.abort(new Error(`no answer within ${lost / 1000}s`));
      }, lost),
    ];
    try {
      return await send({ ...request, signal: either(request, end.signal) }, login);
    } finally {
      for (const timer of timers) clearTimeout(timer);
    }
  };
}

function either({ signal }: ApiRequest, end: AbortSignal): AbortSignal {
  return signal === undefined ? end : AbortSignal.any([signal, end]);
}
