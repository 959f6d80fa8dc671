/** Which resource, in which namespace, with which verb: the part of a path that tells one kind of request from another. */
const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/v[0-9a-z]+(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[a-z]+)(?:\/(?<name>[^/]+))?(?:\/(?<subresource>[a-z]+))?$/;

/** `PATCH deployments`, `LIST pods`, `WATCH jobs`, `GET pods/log`; discovery and the like is `GET /apis`. */
export function requestKind(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const { resource, name, subresource } = partsOf(pathname);
  if (resource === undefined) return `${method} ${pathname}`;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verbOf(method, name === undefined, searchParams)} ${what}`;
}

function partsOf(path: string): Readonly<Record<string, string | undefined>> {
  const namespaces = /^\/api\/v1\/namespaces(?:\/(?<name>[^/]+))?$/.exec(path);
  return namespaces === null
    ? (PATH.exec(path)?.groups ?? {})
    : { resource: 'namespaces', ...namespaces.groups };
}

function verbOf(method: string, isCollection: boolean, query: URLSearchParams): string {
  if (method !== 'GET') return method;
  if (query.get('watch') === 'true' || query.get('watch') === '1') return 'WATCH';
  return isCollection ? 'LIST' : 'GET';
}
