import type { ApiResource } from '../../objects/api-resource.ts';

type Resource = Pick<ApiResource, 'group' | 'version' | 'plural' | 'namespaced'>;

/** Path of an object, or without a name of a collection; without a namespace of all of them. */
export function apiPath(
  { group, version, plural, namespaced }: Resource,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name?: string },
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${plural}${name === undefined ? '' : `/${name}`}`;
}
