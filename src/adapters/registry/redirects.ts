import { RegistryError } from '../../domain/errors.ts';
import { nameOfHost } from './destination.ts';
import type { HttpRequest } from './http-exchange.ts';
import type { Errand, Transport } from './transport.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/**
 * Follows redirects of a GET or HEAD (blobs live in object stores). `Authorization` goes to the first host only. A
 * redirect from https to http is refused. URLs are never shown: those of object stores are signed.
 */
export function followRedirects(transport: Transport): Transport {
  return async (errand) => {
    let request = errand.request;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const answer = await transport({ ...errand, request });
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
      request = redirected(request, location, errand);
    }
    throw refusal(errand, 'redirects again and again');
  };
}

function redirected(request: HttpRequest, location: string, errand: Errand): HttpRequest {
  if (!URL.canParse(location, request.url)) throw refusal(errand, 'redirects to something that is no URL');
  const url = new URL(location, request.url);
  if (url.protocol !== 'https:' && url.protocol !== request.url.protocol) {
    throw refusal(errand, 'redirects from https to another protocol');
  }
  if (url.origin === request.url.origin) return { ...request, url };
  const { authorization: _dropped, ...headers } = request.headers;
  return { ...request, url, headers };
}

function refusal({ request, destination }: Errand, what: string): RegistryError {
  return new RegistryError('invalid', destination.host, `${nameOfHost(request.url, destination)} ${what}`);
}

