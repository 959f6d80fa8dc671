import type { IncomingHttpHeaders } from 'node:http';

/** A request as the API received it. */
export interface ApiRequest {
  readonly method: string;
  /** Of its path only what clients call each other by: see `path`. */
  readonly url: URL;
  /** Decoded before it is split, as Go does: no segment of it leads elsewhere. `undefined`: it cannot be decoded. */
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when the client goes or the API stops. */
  readonly signal: AbortSignal;
}

/** What tests look at: `GET /api/v1/pods?limit=500`. */
export function requestLine(request: Pick<ApiRequest, 'method' | 'url'>): string {
  return `${request.method} ${request.url.pathname}${request.url.search}`;
}

/** Whether a query parameter is there and true, as the API server converts booleans. */
export function flagged(url: URL, parameter: string): boolean {
  const value = url.searchParams.get(parameter);
  return value !== null && value !== 'false' && value !== '0';
}

/** A query parameter; `undefined` when it is absent or empty. */
export function parameterOf(url: URL, parameter: string): string | undefined {
  const value = url.searchParams.get(parameter);
  return value === null || value === '' ? undefined : value;
}
