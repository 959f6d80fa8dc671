/** What can go wrong on the way to an API server, and at it. */
import type http from 'node:http';

export type ApiFault =
  /** The request arrives later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The request is on its way until then. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> }
  /** The connection is cut before the request arrives. */
  | { readonly kind: 'drop' }
  /** The request is done, and the connection cut before the answer arrives. */
  | { readonly kind: 'lost answer'; readonly onAnswer?: () => void }
  /** The server refuses. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly retryAfter?: number;
      /** Not before that. */
      readonly after?: Promise<unknown>;
      /** Default: what the status stands for. */
      readonly message?: string;
    };

/** As they stand in `Status` objects: apimachinery, meta/v1 `StatusReason`. */
const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  409: [
    'Conflict',
    'Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
  ],
  410: ['Expired', 'too old resource version: 1 (2)'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'an error on the server has prevented the request from succeeding'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
};

/** Answers as the API server does when it refuses. */
export function answerFault(
  { status, retryAfter, message: words }: ApiFault & { readonly kind: 'answer' },
  response: http.ServerResponse,
): void {
  const [reason = '', message = ''] = REASONS[status] ?? [];
  const details = retryAfter === undefined ? {} : { details: { retryAfterSeconds: retryAfter } };
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: words ?? message,
    reason,
    ...details,
  };
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter.toString() }),
  });
  response.end(JSON.stringify({ ...body, code: status }));
}
