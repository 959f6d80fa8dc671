import { text } from 'node:stream/consumers';
import { ClusterError } from '../../../domain/errors.ts';
import type { Clock } from '../../http/clock.ts';
import { errorCode } from '../../http/error-code.ts';
import { retryAfter } from '../../http/retry-after.ts';
import { type ApiStatus, disruptionBudget, parseStatus } from '../errors/api-status.ts';
import { connectionError } from '../errors/connection-error.ts';
import { statusError } from '../errors/status-error.ts';
import type { ApiCall, Perform } from './api-call.ts';
import type { ApiResponse, Send } from './api-request.ts';
import type { Failed, Progress } from './outcome.ts';
import { isRequestTimeout } from './request-timeout.ts';

/** Carries out a call once and says how far it got. */
export function performOnce(send: Send, server: URL, clock: Clock): Perform {
  return async <T>(call: ApiCall<T>) => {
    try {
      const response = await send(call.request);
      if (response.status >= 300) return await refused(response, call, clock.now());
      return { ok: true, value: await call.read(response) };
    } catch (error) {
      call.request.signal?.throwIfAborted();
      // Where nothing may be written any more, that is the reason why it failed.
      call.request.permit?.left();
      if (error instanceof ClusterError) return { ok: false, error, progress: 'decided' };
      return { ok: false, error: connectionError(server, error), progress: progressOf(error) };
    }
  };
}

async function refused(
  { status: code, headers, body }: ApiResponse,
  call: ApiCall<unknown>,
  now: number,
): Promise<Failed> {
  const status = parseStatus(code, await text(body), headers['content-type']);
  const request = { isPatch: call.request.method === 'PATCH', resource: call.resource };
  return {
    ok: false,
    error: statusError(status, request),
    progress: progressAt(status),
    retryAfter: retryAfter(headers['retry-after'], now),
    status,
  };
}

function progressAt(status: ApiStatus): Progress {
  const { code } = status;
  if (code === 429) return disruptionBudget(status) === undefined ? 'turned-away' : 'decided';
  return code >= 500 && code !== 501 ? 'unknown' : 'decided';
}

function progressOf(error: unknown): Progress {
  if (isRequestTimeout(error) || isTlsProblem(errorCode(error))) return 'decided';
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const syscall = first instanceof Error && 'syscall' in first ? first.syscall : undefined;
  return syscall === 'connect' || syscall === 'getaddrinfo' ? 'never-sent' : 'unknown';
}

function isTlsProblem(code: string): boolean {
  return /CERT|SIGNATURE|^ERR_SSL|^ERR_TLS|^EPROTO|^ERR_PROXY/.test(code);
}
