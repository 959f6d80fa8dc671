/** Tells what happened to an object as a core/v1 Event; the same news again only raises its count (client-go `tools/record`). */
import type { Clock } from '../clock.ts';
import { ApiFailure } from './api-failure.ts';
import { EVENTS } from './api-resources.ts';
import { timestamp } from './metadata/timestamp.ts';
import type { Objects } from './objects.ts';
import type { Stored } from './stored.ts';

export interface EventContent {
  /** The object that it happened to. */
  readonly about: Stored;
  readonly type: 'Normal' | 'Warning';
  /** Such as `FailedCreate`. */
  readonly reason: string;
  readonly message: string;
  /** Who tells it, such as `kubelet`. */
  readonly component: string;
  /** Node of that component. */
  readonly host?: string;
  /** Such as `spec.containers{app}`. */
  readonly fieldPath?: string;
}

export type RecordEvent = (news: EventContent) => void;

/** How many news are remembered to be counted up, as in client-go. */
const REMEMBERED = 4096;

/** Events are best effort: one that the API refuses (in a namespace that ends) is dropped. */
export function eventRecorder(objects: Objects, clock: Clock): RecordEvent {
  const names = new Map<string, string>();
  return (news) => {
    const key = keyOf(news);
    const time = timestamp(clock.now());
    const namespace = news.about.metadata.namespace ?? 'default';
    try {
      const known = names.get(key);
      if (known !== undefined && objects.get(EVENTS, { namespace, name: known }) !== undefined) {
        objects.update(EVENTS, { namespace, name: known }, (event) => ({
          ...event,
          count: (event.count ?? 1) + 1,
          lastTimestamp: time,
        }));
        return;
      }
      const event = objects.create(EVENTS, draftOf(news, { namespace, time, version: objects.version }));
      names.delete(key);
      names.set(key, event.metadata.name);
      for (const oldest of names.keys()) {
        if (names.size <= REMEMBERED) break;
        names.delete(oldest);
      }
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
    }
  };
}

/** Of news that are the same. */
function keyOf({ about, type, reason, message, component, host, fieldPath }: EventContent): string {
  return JSON.stringify([about.metadata.uid, type, reason, message, component, host, fieldPath]);
}

function draftOf(news: EventContent, at: { namespace: string; time: string; version: number }) {
  const { about, type, reason, message, component, host, fieldPath } = news;
  const { name, uid, resourceVersion } = about.metadata;
  const { namespace } = about.metadata;
  // As client-go: the name of the object and a number that grows.
  const unique = (BigInt(Date.parse(at.time)) * 1_000_000n + BigInt(at.version)).toString(16);
  return {
    metadata: { name: `${name}.${unique}`, namespace: at.namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component, ...(host === undefined ? {} : { host }) },
    reportingComponent: component,
    reportingInstance: host ?? '',
    count: 1,
    firstTimestamp: at.time,
    lastTimestamp: at.time,
    // The API has the field for all events, set only by writers of the newer kind.
    eventTime: null,
  };
}
