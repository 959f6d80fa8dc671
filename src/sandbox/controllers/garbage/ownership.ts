/** Who owns what: all objects by uid, by owner and by namespace. */
import type { ApiResource } from '../../objects/api-resource.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import type { Stored } from '../../objects/stored.ts';

export interface Owned {
  readonly resource: ApiResource;
  readonly object: Stored;
}

export class Ownership {
  readonly #live = new Map<string, Owned>();
  /** Uids by the uid of an owner. */
  readonly #dependents = new Map<string, Set<string>>();
  readonly #namespaced = new Map<string, Set<string>>();

  get(uid: string): Owned | undefined {
    return this.#live.get(uid);
  }

  dependentsOf(uid: string): Owned[] {
    return this.#those(this.#dependents.get(uid));
  }

  in(namespace: string): Owned[] {
    return this.#those(this.#namespaced.get(namespace));
  }

  notice({ type, resource, object, previous }: ObjectEvent): void {
    const { uid, namespace, ownerReferences = [] } = object.metadata;
    for (const owner of previous?.metadata.ownerReferences ?? []) remove(this.#dependents, owner.uid, uid);
    if (type === 'DELETED') {
      this.#live.delete(uid);
      if (namespace !== undefined) remove(this.#namespaced, namespace, uid);
      return;
    }
    this.#live.set(uid, { resource, object });
    if (namespace !== undefined) add(this.#namespaced, namespace, uid);
    for (const owner of ownerReferences) add(this.#dependents, owner.uid, uid);
  }

  #those(uids: Iterable<string> = []): Owned[] {
    return [...uids].flatMap((uid) => this.#live.get(uid) ?? []);
  }
}

function add(sets: Map<string, Set<string>>, key: string, uid: string): void {
  const members = sets.get(key);
  if (members === undefined) sets.set(key, new Set([uid]));
  else members.add(uid);
}

function remove(sets: Map<string, Set<string>>, key: string, uid: string): void {
  const members = sets.get(key);
  members?.delete(uid);
  if (members?.size === 0) sets.delete(key);
}
