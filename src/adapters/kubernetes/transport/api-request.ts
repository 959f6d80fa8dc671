import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { WritePermit } from '../../../domain/ports/cluster.ts';

/** One request to the API server, before anything about connection or login is added. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the server's URL, with the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The answer has no end of its own (watch, log): it is not compressed, and no timeout applies. */
  readonly streaming?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Of a write that must not be made any more when a lease is lost. */
  readonly permit?: WritePermit | undefined;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Decompressed. To be read to its end or destroyed, else the socket stays taken. */
  readonly body: Readable;
}

/** Sends one request; rejects only when no answer came. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;
