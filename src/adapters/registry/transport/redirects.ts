import { RegistryError } from '../../../domain/errors.ts';
import { nameOfHost } from './destination.ts';
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import type { RequestContext, Transport } from './transport.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/**
 * Follows redirects of a GET or HEAD (blobs live in object stores). `Authorization` goes to the first host only. A
 * redirect from https to http is refused, and what another host says about logins is not listened to: its answer says
 * that it came from there. A POST carries
 * a login in its body and is not followed. URLs are never shown: those of object stores are signed.
 */
export function followRedirects(transport: Transport): Transport {
  return async (errand) => {
    let request = errand.request;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const answer = await transport({ ...errand, request });
      const { location } = answer.headers;
      if (request.method === 'POST' || !REDIRECTS.has(answer.status) || location === undefined) {
        return request.url.origin === errand.request.url.origin
          ? answer
          : { ...withoutChallenge(answer), from: request.url };
      }
      request = redirected(request, location, errand);
    }
    throw refusal(errand, 'redirects too many times');
  };
}

function redirected(request: HttpRequest, location: string, errand: RequestContext): HttpRequest {
  if (!URL.canParse(location, request.url)) throw refusal(errand, 'redirects to an invalid URL');
  const url = new URL(location, request.url);
  if (url.protocol !== 'https:' && url.protocol !== request.url.protocol) {
    throw refusal(errand, 'redirects from https to another protocol');
  }
  if (url.origin === request.url.origin) return { ...request, url };
  return { ...request, url, headers: without(request.headers, 'authorization') };
}

function withoutChallenge(answer: HttpAnswer): HttpAnswer {
  return { ...answer, headers: without(answer.headers, 'www-authenticate') };
}

function without<T>(headers: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

function refusal({ request, destination }: RequestContext, what: string): RegistryError {
  return new RegistryError('invalid', destination.host, `${nameOfHost(request.url, destination)} ${what}`);
}
