/** Objects of one resource by the object that controls them, and those that nobody controls by namespace. */
import type { ApiResource } from '../objects/api-resource.ts';
import type { ObjectEvent } from '../objects/objects.ts';
import type { Stored } from '../objects/stored.ts';

type Group<Type> = Map<string, Stored<Type>>;

export class ObjectIndex<Type> {
  readonly resource: ApiResource<Type>;
  readonly #controlled = new Map<string, Group<Type>>();
  /** By `namespace label=value`. */
  readonly #orphans = new Map<string, Group<Type>>();
  readonly #byNamespace = new Map<string, Group<Type>>();

  constructor(resource: ApiResource<Type>) {
    this.resource = resource;
  }

  /** In the order of their creation. */
  controlledBy(uid: string): readonly Stored<Type>[] {
    return [...(this.#controlled.get(uid)?.values() ?? [])];
  }

  /** Those without a controller that have a label. */
  orphans(namespace: string, [key, value]: readonly [string, string]): readonly Stored<Type>[] {
    return [...(this.#orphans.get(`${namespace} ${key}=${value}`)?.values() ?? [])];
  }

  in(namespace: string): readonly Stored<Type>[] {
    return [...(this.#byNamespace.get(namespace)?.values() ?? [])];
  }

  notice({ type, object, previous }: ObjectEvent): void {
    const now = type === 'DELETED' ? [] : groupKeys(object);
    for (const key of previous === undefined ? [] : groupKeys(previous)) {
      if (!now.some((same) => same.group === key.group && same.name === key.name)) this.#remove(key, object);
    }
    for (const key of now) this.#put(key, object as Stored<Type>);
  }

  #put({ group, name }: GroupKey, object: Stored<Type>): void {
    const groups = this.#groups(group);
    const members = groups.get(name) ?? new Map<string, Stored<Type>>();
    members.set(object.metadata.uid, object);
    groups.set(name, members);
  }

  #remove({ group, name }: GroupKey, { metadata: { uid } }: Stored): void {
    const members = this.#groups(group).get(name);
    members?.delete(uid);
    if (members?.size === 0) this.#groups(group).delete(name);
  }

  #groups(group: GroupKey['group']): Map<string, Group<Type>> {
    if (group === 'controlled') return this.#controlled;
    return group === 'orphans' ? this.#orphans : this.#byNamespace;
  }
}

interface GroupKey {
  readonly group: 'controlled' | 'orphans' | 'namespace';
  readonly name: string;
}

function groupKeys({ metadata }: Stored): GroupKey[] {
  const { namespace = '', ownerReferences = [], labels = {} } = metadata;
  const all: GroupKey = { group: 'namespace', name: namespace };
  const owner = ownerReferences.find(({ controller }) => controller === true);
  if (owner !== undefined) return [all, { group: 'controlled', name: owner.uid }];
  const labelled = Object.entries(labels).map(([key, value]): GroupKey => ({
    group: 'orphans',
    name: `${namespace} ${key}=${value}`,
  }));
  return [all, ...labelled];
}
