import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { WatchEvent } from '../../../domain/ports/cluster.ts';

/** What a watch has reported, so that a relist can be converted to changes. */
export interface KnownObjects {
  /** Records an event from the server. */
  record(event: WatchEvent): void;
  /** Starts a list; an interrupted list counts as known. */
  beginList(): void;
  /** The events that a listed object amounts to. */
  listed(object: KubernetesObject): readonly WatchEvent[];
  /** The list is complete: what was known but is gone, as DELETED events. */
  endList(): readonly WatchEvent[];
}

/** Remembers the identity of objects, not their contents: memory stays small for many pods. */
export function knownObjects(): KnownObjects {
  const known = new Map<string, KubernetesObject>();
  const unseen = new Map<string, KubernetesObject>();
  return {
    record({ type, object }) {
      if (object === undefined) return;
      if (type === 'DELETED') known.delete(keyOf(object));
      else known.set(keyOf(object), identityOf(object));
    },
    beginList() {
      for (const [key, object] of known) unseen.set(key, object);
    },
    listed(object) {
      const key = keyOf(object);
      const before = known.get(key);
      unseen.delete(key);
      known.set(key, identityOf(object));
      return eventsOf(before, object);
    },
    endList() {
      const gone = [...unseen];
      unseen.clear();
      for (const [key] of gone) known.delete(key);
      return gone.map(([, object]) => ({ type: 'DELETED', object }));
    },
  };
}

function eventsOf(before: KubernetesObject | undefined, object: KubernetesObject): readonly WatchEvent[] {
  if (before === undefined) return [{ type: 'ADDED', object }];
  if (before.metadata.uid !== object.metadata.uid) {
    return [
      { type: 'DELETED', object: before },
      { type: 'ADDED', object },
    ];
  }
  const unchanged = before.metadata.resourceVersion === object.metadata.resourceVersion;
  return unchanged ? [] : [{ type: 'MODIFIED', object }];
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function identityOf({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, labels, ownerReferences } = metadata;
  const present = { namespace, uid, resourceVersion, labels, ownerReferences };
  const entries = Object.entries(present).filter(([, value]) => value !== undefined);
  return { apiVersion, kind, metadata: { name, ...Object.fromEntries(entries) } };
}
