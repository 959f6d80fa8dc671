import type { Clock } from '../clock.ts';
import type { ApiResource } from '../objects/api-resource.ts';
import type { Objects } from '../objects/objects.ts';
import type { ObjectName, Stored } from '../objects/stored.ts';
import { badRequest, notFound } from '../objects/refusals.ts';
import { pathSegment } from '../objects/validation/names.ts';
import type { ApiUser } from './access/api-user.ts';
import type { Attempt, Permits } from './access/permits.ts';
import type { ServiceAccountTokens } from './access/service-account-tokens.ts';
import type { ApiRequest } from './http/api-request.ts';
import type { PodLogs } from './pod-logs.ts';
import type { ResourceInfo } from './request-info.ts';

/** What the endpoints work on. */
export interface ApiRoom {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly logs: PodLogs;
  readonly permits: Permits;
  readonly tokens: ServiceAccountTokens;
}

/** A permitted request for a resource that is served. */
export interface ResourceCall extends ApiRoom {
  readonly request: ApiRequest;
  readonly user: ApiUser;
  readonly info: ResourceInfo;
  readonly resource: ApiResource;
}

/** The object that the path names; throws ApiFailure 400 for what can be no segment of a key in the storage. */
export function nameIn({ info, resource }: ResourceCall): ObjectName {
  const { name = '', namespace } = info;
  const problems = pathSegment(name);
  if (problems.length > 0) {
    throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${problems.join(';')}`);
  }
  return resource.namespaced && namespace !== undefined ? { namespace, name } : { name };
}

/** The object that the path names; throws ApiFailure 404. */
export function objectIn<Type>(call: ResourceCall & { readonly resource: ApiResource<Type> }): Stored<Type> {
  const name = nameIn(call);
  const object = call.objects.get(call.resource, name);
  if (object === undefined) throw notFound(call.resource, name.name);
  return object;
}

/** What a request for a resource attempts, in the words of RBAC. */
export function attemptOf({ verb, group, resource, subresource, namespace, name }: ResourceInfo): Attempt {
  return {
    verb,
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}
