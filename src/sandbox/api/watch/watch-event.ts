import type { ObjectEvent } from '../../objects/objects.ts';
import type { Stored } from '../../objects/stored.ts';
import type { Selection } from '../lists/selection.ts';

/** What a watch tells of an object (meta/v1 `WatchEvent`). */
export interface WatchEvent {
  readonly type: ObjectEvent['type'];
  readonly object: Stored;
}

/**
 * A change as a watch with selectors sees it: an object that begins to match is ADDED, one that matches no longer is
 * DELETED, with the version of the change; `undefined` when it is none of the watch's business.
 */
export function seenThrough(selection: Selection, event: ObjectEvent): WatchEvent | undefined {
  const { type, object, previous } = event;
  const matched = previous !== undefined && selection.matches(previous);
  const matches = type !== 'DELETED' && selection.matches(object);
  if (matches) return { type: matched ? 'MODIFIED' : 'ADDED', object };
  if (!matched) return undefined;
  return { type: 'DELETED', object: type === 'DELETED' ? object : atVersionOf(object, previous) };
}

function atVersionOf({ metadata: { resourceVersion } }: Stored, previous: Stored): Stored {
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}
