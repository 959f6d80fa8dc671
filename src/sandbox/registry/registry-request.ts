import type { IncomingHttpHeaders } from 'node:http';

/** A request as the registry received it. */
export interface RegistryRequest {
  readonly method: string;
  /** Absolute URL; its host is what the client dialled. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What tests look at: `GET /v2/shop/web/manifests/1?ns=x`. */
export function requestLine(request: RegistryRequest): string {
  return `${request.method} ${request.url.pathname}${request.url.search}`;
}
