import type { SandboxUser } from './access/api-user.ts';
import { authenticate } from './access/authenticate.ts';
import { authorize } from './access/authorize.ts';
import { impersonate } from './access/impersonate.ts';
import { type ApiAnswer, textAnswer } from './http/api-answer.ts';
import type { ApiRequest } from './http/api-request.ts';
import { failureAnswer } from './http/status-answer.ts';
import { objectsAt } from './lists/objects-at.ts';
import { pathAnswer } from './path-answer.ts';
import { resourceInfo } from './request-info.ts';
import { resourceAnswer } from './resource-answer.ts';
import { attemptOf, type ApiRoom } from './resource-call.ts';

/** Turns a request into an answer: who asks, whether they may, then what they ask for. Nothing is thrown. */
export function answerRequest(
  room: ApiRoom,
  users: readonly SandboxUser[],
): (request: ApiRequest) => ApiAnswer {
  const answerResource = resourceAnswer(room, objectsAt(room.objects));
  const answered = (request: ApiRequest): ApiAnswer => {
    const { permits, tokens } = room;
    const { path } = request;
    if (path === undefined) return malformed();
    const user = impersonate(permits, authenticate(users, tokens, request.headers), request.headers);
    const info = resourceInfo(path, request);
    if (info !== undefined) {
      authorize(permits, user, attemptOf(info));
      return answerResource({ request, user, info });
    }
    authorize(permits, user, { verb: request.method.toLowerCase(), path, group: '', resource: '' });
    return pathAnswer(room, path, request);
  };
  return (request) => {
    try {
      return answered(request);
    } catch (error) {
      return failureAnswer(error);
    }
  };
}

/** By the HTTP server, before the API sees it (Go, net/http). */
function malformed(): ApiAnswer {
  return textAnswer(400, '400 Bad Request');
}
