import { apiVersionOf } from '../../objects/api-resource.ts';
import type { ApiFailure } from '../../objects/api-failure.ts';
import { contentText } from '../content/object-answer.ts';
import { wantedContent, type WantedContent } from '../content/wanted-content.ts';
import { failureStatus } from '../http/status-answer.ts';
import type { ResourceCall } from '../resource-call.ts';
import type { WatchEvent } from './watch-event.ts';

/** The lines of a watch: each a JSON document (meta/v1 `WatchEvent`). */
export interface EventLines {
  event(event: WatchEvent): string;
  /** `isInitialEnd`: all that was there in the beginning has been told. */
  bookmark(version: number, isInitialEnd: boolean): string;
  error(failure: ApiFailure): string;
}

/** Writes the events of one watch in the form that it wants. */
export function eventLines(call: ResourceCall): EventLines {
  const wanted = wantedContent(call.request);
  let headed = true;
  const line = (type: string, object: string): string => `{"type":"${type}","object":${object}}\n`;
  return {
    event: ({ type, object }) => {
      const text = contentText(call, { ...wanted, headed }, object);
      // Only the first table of a watch tells its columns.
      headed = false;
      return line(type, text);
    },
    bookmark: (version, isInitialEnd) =>
      line('BOOKMARK', bookmarkText(call, wanted, { version, isInitialEnd })),
    error: (failure) => line('ERROR', JSON.stringify(failureStatus(failure))),
  };
}

interface Bookmark {
  readonly version: number;
  /** All that was there in the beginning has been told. */
  readonly isInitialEnd: boolean;
}

function bookmarkText({ resource }: ResourceCall, { form }: WantedContent, bookmark: Bookmark): string {
  const annotations = bookmark.isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: `${bookmark.version}`, ...annotations };
  if (form === 'table') {
    return JSON.stringify({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      columnDefinitions: [],
      rows: [],
    });
  }
  const head =
    form === 'metadata'
      ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
      : { kind: resource.kind, apiVersion: apiVersionOf(resource) };
  return JSON.stringify({ ...head, metadata });
}
