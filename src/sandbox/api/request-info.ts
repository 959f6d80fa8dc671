import { parameterOf, type ApiRequest } from './http/api-request.ts';

/** What a request for a resource asks for (apiserver, endpoints/request `RequestInfo`). */
export interface ResourceInfo {
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  /** Plural. */
  readonly resource: string;
  /** Such as `status`; absent for the object itself. */
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  // Never served: methods that the API does not know.
  | 'unknown';

/** Subresources of a namespace: what else follows a namespace's name is a resource in it. */
const OF_NAMESPACES = ['status', 'finalize'];

/** Reads a path below `/api/v1` or `/apis/<group>/<version>`; `undefined` for every other path. */
export function resourceInfo(
  path: string,
  request: Pick<ApiRequest, 'method' | 'url'>,
): ResourceInfo | undefined {
  const [root, ...parts] = path.split('/').slice(1);
  if (root === 'api') return within('', parts, request);
  if (root === 'apis') return within(parts[0] ?? '', parts.slice(1), request);
  return undefined;
}

function within(
  group: string,
  [version = '', ...path]: readonly string[],
  request: Pick<ApiRequest, 'method' | 'url'>,
): ResourceInfo | undefined {
  const { namespace, rest } = splitNamespace(path);
  const [resource = '', name, ...subresource] = rest;
  if (resource === '') return undefined;
  const verb = verbOf(request, name !== undefined);
  const named = name ?? nameSelected(verb, request.url);
  return {
    verb,
    group,
    version,
    resource,
    ...(subresource.length === 0 ? {} : { subresource: subresource.join('/') }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(named === undefined ? {} : { name: named }),
  };
}

function splitNamespace(path: readonly string[]): {
  readonly namespace?: string | undefined;
  readonly rest: readonly string[];
} {
  const [first, namespace, resource] = path;
  if (first !== 'namespaces' || resource === undefined || OF_NAMESPACES.includes(resource)) {
    // A namespace is in itself, for RBAC.
    return first === 'namespaces' && namespace !== undefined ? { namespace, rest: path } : { rest: path };
  }
  return { namespace, rest: path.slice(2) };
}

const VERBS: Readonly<Record<string, readonly [one: Verb, all: Verb]>> = {
  GET: ['get', 'list'],
  HEAD: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

function verbOf({ method, url }: Pick<ApiRequest, 'method' | 'url'>, hasName: boolean): Verb {
  const [one, all] = VERBS[method] ?? ['unknown', 'unknown'];
  const verb = hasName ? one : all;
  const watches = url.searchParams.get('watch');
  return verb === 'list' && watches !== null && watches !== 'false' && watches !== '0' ? 'watch' : verb;
}

/** A list of one name asks for that object, so that RBAC by name lets it through. */
function nameSelected(verb: Verb, url: URL): string | undefined {
  if (verb !== 'list' && verb !== 'watch' && verb !== 'deletecollection') return undefined;
  return /(?:^|,)metadata\.name==?([^,]+)/.exec(parameterOf(url, 'fieldSelector') ?? '')?.[1];
}
