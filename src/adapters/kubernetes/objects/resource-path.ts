import { ClusterError } from '../../../domain/errors.ts';
import { isPathSegment } from '../../../domain/kubernetes/object-name.ts';
import type { ObjectName } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';

/** Path of a collection: of one namespace, or of the whole cluster. Throws ClusterError for what can be no name. */
export function collectionPath(resource: Resource, namespace: string | undefined): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : '';
  return `${root}${scope}/${plural}`;
}

/** Path of one object. Throws ClusterError for what can be no name: the path would be that of something else. */
export function objectPath(resource: Resource, { namespace, name }: ObjectName): string {
  return `${collectionPath(resource, namespace)}/${segment(name)}`;
}

function segment(name: string): string {
  if (isPathSegment(name)) return encodeURIComponent(name);
  throw new ClusterError('invalid', `invalid object name ${JSON.stringify(name)}`);
}

/** The path with a query of those parameters that are defined. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
