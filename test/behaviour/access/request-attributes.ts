import type { Attributes } from './roles.ts';

/** What every user who has logged in may ask. */
const OPEN_TO_ALL = /^\/(version|api|apis|apis\/authorization\.k8s\.io\/v1\/selfsubjectaccessreviews)$/;

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/v[0-9a-z]+(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[a-z]+)(?:\/(?<name>[^/]+))?(?:\/(?<subresource>[a-z]+))?$/;

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** As the API server reads them from a request; `undefined` for what is open to all. */
export function requestAttributes(method: string, path: string): Attributes | undefined {
  const { pathname, searchParams } = new URL(path, 'http://api');
  if (OPEN_TO_ALL.test(pathname)) return undefined;
  const { group = '', namespace, resource, name, subresource } = partsOf(pathname);
  const field = /^metadata\.name=([^,]+)$/.exec(searchParams.get('fieldSelector') ?? '')?.[1];
  return {
    verb: verbOf(method, name === undefined, searchParams),
    group,
    resource: [resource ?? pathname, ...(subresource === undefined ? [] : [subresource])].join('/'),
    namespace,
    name: name ?? field,
  };
}

/** A namespace is in itself. */
function partsOf(pathname: string): Readonly<Partial<Record<string, string>>> {
  const name = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(pathname)?.[1];
  return name === undefined
    ? (PATH.exec(pathname)?.groups ?? {})
    : { resource: 'namespaces', namespace: name, name };
}

function verbOf(method: string, isCollection: boolean, query: URLSearchParams): string {
  if (method !== 'GET' || !isCollection) return VERBS[method] ?? method;
  return query.get('watch') === 'true' ? 'watch' : 'list';
}
