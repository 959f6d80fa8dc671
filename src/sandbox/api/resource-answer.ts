import { BUILT_IN_RESOURCES } from '../objects/api-resources.ts';
import { ApiFailure } from '../objects/api-failure.ts';
import { type ApiResource, resourceName } from '../objects/api-resource.ts';
import { notFound } from '../objects/refusals.ts';
import { servedResources } from '../objects/served-resources.ts';
import type { ApiUser } from './access/api-user.ts';
import { objectAnswer } from './content/object-answer.ts';
import { subresourcesOf } from './discovery/subresources.ts';
import type { ApiAnswer } from './http/api-answer.ts';
import type { ApiRequest } from './http/api-request.ts';
import { listAnswer } from './lists/list-answer.ts';
import { listPage } from './lists/list-page.ts';
import type { ObjectsAt } from './lists/objects-at.ts';
import { selectionIn } from './lists/selection.ts';
import { unknownPath } from './path-answer.ts';
import { evictionAnswer } from './pods/eviction-answer.ts';
import { logAnswer } from './pods/log-answer.ts';
import { streamAnswer } from './pods/stream-answer.ts';
import type { ResourceInfo, Verb } from './request-info.ts';
import { objectIn, type ApiRoom, type ResourceCall } from './resource-call.ts';
import { reviewAnswer } from './reviews/review-answer.ts';
import { REVIEW_RESOURCES } from './reviews/review-resources.ts';
import { createAnswer } from './verbs/create-answer.ts';
import { deleteAnswer, deleteCollectionAnswer } from './verbs/delete-answer.ts';
import { patchAnswer } from './verbs/patch-answer.ts';
import { scaleAnswer } from './verbs/scale-answer.ts';
import { tokenAnswer } from './verbs/token-answer.ts';
import { updateAnswer } from './verbs/update-answer.ts';
import { watchAnswer } from './watch/watch-answer.ts';

/** A permitted request for what may be a resource. */
export interface ResourceRequest {
  readonly request: ApiRequest;
  readonly user: ApiUser;
  readonly info: ResourceInfo;
}

type Endpoint = (call: ResourceCall) => ApiAnswer;

const SUBRESOURCES: Readonly<Record<string, Endpoint>> = {
  scale: scaleAnswer,
  log: logAnswer,
  eviction: evictionAnswer,
  attach: streamAnswer,
  exec: streamAnswer,
  portforward: streamAnswer,
  token: tokenAnswer,
};

/** Answers requests for resources, their subresources and reviews. */
export function resourceAnswer(room: ApiRoom, objectsAt: ObjectsAt): (asked: ResourceRequest) => ApiAnswer {
  const verbs: Readonly<Partial<Record<Verb, Endpoint>>> = {
    get: (call) => objectAnswer(call, 200, objectIn(call)),
    list: (call) => listAnswer(call, listPage(call, objectsAt, selectionIn(call))),
    watch: watchAnswer,
    create: createAnswer,
    update: updateAnswer,
    patch: patchAnswer,
    delete: deleteAnswer,
    deletecollection: deleteCollectionAnswer,
  };
  return (asked) => {
    const { info } = asked;
    const resource = find(servedResources(room.objects), info);
    if (resource === undefined) return otherAnswer(room, asked);
    const endpoint = endpointOf(resource, info, verbs);
    return endpoint({ ...room, ...asked, resource });
  };
}

function find(
  resources: readonly ApiResource[],
  { group, version, resource }: ResourceInfo,
): ApiResource | undefined {
  return resources.find((one) => one.plural === resource && one.group === group && one.version === version);
}

/** A review, or what is not there: text for an unknown group, a Status in a known one. */
function otherAnswer(room: ApiRoom, asked: ResourceRequest): ApiAnswer {
  const { info } = asked;
  const review = find(REVIEW_RESOURCES, info);
  if (review !== undefined && info.verb === 'create')
    return reviewAnswer({ ...room, ...asked, resource: review });
  if (review !== undefined) throw notAllowed();
  const isBuiltIn = [...BUILT_IN_RESOURCES, ...REVIEW_RESOURCES].some(
    ({ group, version }) => group === info.group && version === info.version,
  );
  if (!isBuiltIn) return unknownPath();
  throw new ApiFailure(404, 'NotFound', 'the server could not find the requested resource', {});
}

function endpointOf(resource: ApiResource, info: ResourceInfo, verbs: Endpoints): Endpoint {
  const endpoint =
    info.subresource === undefined ? ofObject(resource, info, verbs) : below(resource, info, verbs);
  if (endpoint !== undefined) return endpoint;
  throw notAllowed();
}

type Endpoints = Readonly<Partial<Record<Verb, Endpoint>>>;

function ofObject(
  resource: ApiResource,
  { verb, name }: ResourceInfo,
  verbs: Endpoints,
): Endpoint | undefined {
  // POST on an object, PUT on a collection.
  const isMisplaced = verb === 'create' ? name !== undefined : name === undefined && isOfOne(verb);
  return isMisplaced || isForbiddenCollection(resource, verb) ? undefined : verbs[verb];
}

function below(resource: ApiResource, info: ResourceInfo, verbs: Endpoints): Endpoint | undefined {
  const { subresource = '', verb } = info;
  const served = subresourcesOf(resource).find(({ name }) => name === subresource);
  if (served === undefined) throw noSubresource(resource, info);
  return served.verbs.includes(verb) ? (SUBRESOURCES[subresource] ?? verbs[verb]) : undefined;
}

function noSubresource(resource: ApiResource, { name = '' }: ResourceInfo): ApiFailure {
  return resource.openApiSchema === undefined
    ? new ApiFailure(404, 'NotFound', 'the server could not find the requested resource', {})
    : notFound(resource, name);
}

function isOfOne(verb: Verb): boolean {
  return verb === 'update' || verb === 'patch';
}

function isForbiddenCollection(resource: ApiResource, verb: Verb): boolean {
  return verb === 'deletecollection' && resourceName(resource) === 'namespaces';
}

function notAllowed(): ApiFailure {
  const message = 'the server does not allow this method on the requested resource';
  return new ApiFailure(405, 'MethodNotAllowed', message, {});
}
