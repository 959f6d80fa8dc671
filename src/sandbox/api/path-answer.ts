/** Answers for paths that are no resources. */
import { apiGroups } from './discovery/api-groups.ts';
import { discoveryAnswer } from './discovery/discovery-answer.ts';
import { jsonAnswer, textAnswer, type ApiAnswer } from './http/api-answer.ts';
import type { ApiRequest } from './http/api-request.ts';
import { openApiDocument, openApiIndex, pathOf } from './openapi/openapi-document.ts';
import type { ApiRoom } from './resource-call.ts';
import { VERSION_INFO } from './server-version.ts';

const OPENAPI = '/openapi/v3';

export function pathAnswer(room: ApiRoom, pathname: string, request: ApiRequest): ApiAnswer {
  if (/^\/(healthz|livez|readyz)(\/|$)/.test(pathname)) return textAnswer(200, 'ok');
  if (pathname === '/version' || pathname === '/version/') return jsonAnswer(200, VERSION_INFO);
  const answer = pathname.startsWith(OPENAPI)
    ? openApiAnswer(room, pathname)
    : discoveryAnswer(pathname, request, apiGroups(room.objects));
  return answer ?? unknownPath();
}

/** Of what nobody serves, the API server says no more. */
export function unknownPath(): ApiAnswer {
  return textAnswer(404, '404 page not found\n');
}

function openApiAnswer({ objects }: ApiRoom, pathname: string): ApiAnswer | undefined {
  const all = apiGroups(objects);
  const path = pathname.slice(OPENAPI.length + 1);
  if (path === '') return jsonAnswer(200, openApiIndex(all));
  const found = all.find((one) => pathOf(one) === path);
  return found === undefined ? undefined : jsonAnswer(200, openApiDocument(found));
}
