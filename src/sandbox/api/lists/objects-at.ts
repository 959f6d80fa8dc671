/** Lists as they were at a version: pages of one list belong together, whatever changes between them. */
import { resourceName, type ApiResource } from '../../objects/api-resource.ts';
import type { ObjectEvent, Objects } from '../../objects/objects.ts';
import type { Stored } from '../../objects/stored.ts';

/** So many lists are kept, for the pages that follow. */
const KEPT_LISTS = 16;

export type ObjectsAt = (
  resource: ApiResource,
  namespace: string | undefined,
  version: number,
) => readonly Stored[] | undefined;

/** Gives the objects of a version; `undefined` when the version is forgotten. */
export function objectsAt(objects: Objects): ObjectsAt {
  const kept = new Map<string, readonly Stored[]>();
  return (resource, namespace, version) => {
    const changes = version === objects.version ? [] : objects.since(version);
    if (changes === undefined) return undefined;
    const key = `${resourceName(resource)} ${namespace ?? '*'} ${version}`;
    const list =
      kept.get(key) ?? undone(objects.list(resource, namespace), changesOf(resource, namespace, changes));
    kept.delete(key);
    kept.set(key, list);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_LISTS && oldest !== undefined) kept.delete(oldest);
    return list;
  };
}

/** `namespace/name`, which lists are sorted by; the name alone for what is cluster-scoped. */
export function keyOf({ metadata }: Stored): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function changesOf(
  resource: ApiResource,
  namespace: string | undefined,
  changes: readonly ObjectEvent[],
): readonly ObjectEvent[] {
  const name = resourceName(resource);
  return changes.filter(
    (change) =>
      resourceName(change.resource) === name &&
      (namespace === undefined || change.object.metadata.namespace === namespace),
  );
}

function undone(list: readonly Stored[], changes: readonly ObjectEvent[]): readonly Stored[] {
  if (changes.length === 0) return list;
  const byKey = new Map(list.map((object) => [keyOf(object), object]));
  for (const { object, previous } of changes.toReversed()) {
    if (previous === undefined) byKey.delete(keyOf(object));
    else byKey.set(keyOf(object), previous);
  }
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
