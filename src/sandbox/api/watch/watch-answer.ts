import { resourceName } from '../../objects/api-resource.ts';
import { ApiFailure } from '../../objects/api-failure.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import { jsonTextAnswer, type ApiAnswer } from '../http/api-answer.ts';
import { flagged, parameterOf } from '../http/api-request.ts';
import { invalidOptions } from '../http/invalid-options.ts';
import { InvalidVersion, tooLargeVersion, versionIn } from '../lists/list-request.ts';
import { selectionIn } from '../lists/selection.ts';
import type { ResourceCall } from '../resource-call.ts';
import { eventLines } from './event-lines.ts';
import { seenThrough, type WatchEvent } from './watch-event.ts';
import { WatchQueue } from './watch-queue.ts';

/** How often a watch that allows it is told how far it is, in milliseconds (apiserver, cacher). */
const BOOKMARK_INTERVAL = 60_000;
/** Watches without `timeoutSeconds` end after half an hour to an hour (`--min-request-timeout`). */
const SHORTEST_WATCH = 1_800;

/** Tells of changes as they happen, a JSON document a line, until the client goes or the time is over. */
export function watchAnswer(call: ResourceCall): ApiAnswer {
  const { url } = call.request;
  checkInitialEvents(url);
  const version = watchVersion(url);
  if (version !== undefined && version > call.objects.version)
    throw tooLargeVersion(version, call.objects.version);
  return jsonTextAnswer(200, watch(call, version));
}

/** The API server has no better words for a version that is none. */
function watchVersion(url: URL): number | undefined {
  try {
    return versionIn(url);
  } catch (error) {
    if (!(error instanceof InvalidVersion)) throw error;
    throw new ApiFailure(500, '', error.message);
  }
}

function checkInitialEvents(url: URL): void {
  const wanted = parameterOf(url, 'sendInitialEvents');
  if (wanted === undefined || parameterOf(url, 'resourceVersionMatch') === 'NotOlderThan') return;
  throw invalidOptions('ListOptions', {
    field: 'resourceVersionMatch',
    reason: 'FieldValueForbidden',
    message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
  });
}

async function* watch(call: ResourceCall, version: number | undefined): AsyncGenerator<string> {
  const { objects, request } = call;
  const lines = eventLines(call);
  const start = startEvents(call, version);
  if (start === undefined) {
    yield lines.error(tooOld(version, objects.version));
    return;
  }
  const queue = new WatchQueue<string>();
  const tell = (event: WatchEvent): void => {
    queue.push(lines.event(event));
  };
  const selection = selectionIn(call);
  const told = (event: ObjectEvent): void => {
    const seen = isWatched(call, event) ? seenThrough(selection, event) : undefined;
    if (seen !== undefined) tell(seen);
  };
  start.there.forEach(tell);
  start.changes.forEach(told);
  if (flagged(request.url, 'sendInitialEvents')) queue.push(lines.bookmark(objects.version, true));
  const bookmark = (): void => {
    if (flagged(request.url, 'allowWatchBookmarks')) queue.push(lines.bookmark(objects.version, false));
  };
  const end = (): void => {
    queue.end();
  };
  const unsubscribe = objects.subscribe(told);
  const bookmarks = setInterval(bookmark, BOOKMARK_INTERVAL).unref();
  const timeout = setTimeout(
    () => {
      bookmark();
      end();
    },
    secondsOf(request.url) * 1000,
  ).unref();
  request.signal.addEventListener('abort', end);
  try {
    yield* queue;
  } finally {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    request.signal.removeEventListener('abort', end);
  }
}

interface Start {
  /** Told as ADDED. */
  readonly there: readonly WatchEvent[];
  readonly changes: readonly ObjectEvent[];
}

/** What a watch begins with; `undefined` when its version is forgotten. */
function startEvents(call: ResourceCall, version: number | undefined): Start | undefined {
  const { objects, resource, info, request } = call;
  const wantsAll = flagged(request.url, 'sendInitialEvents');
  if (version !== undefined && version !== 0 && !wantsAll) {
    const changes = objects.since(version);
    return changes === undefined ? undefined : { there: [], changes };
  }
  if (request.url.searchParams.get('sendInitialEvents') === 'false') return { there: [], changes: [] };
  const selection = selectionIn(call);
  const there = objects.list(resource, info.namespace).filter((object) => selection.matches(object));
  return { there: there.map((object) => ({ type: 'ADDED', object })), changes: [] };
}

function isWatched({ resource, info }: ResourceCall, event: ObjectEvent): boolean {
  const { namespace } = event.object.metadata;
  return (
    resourceName(event.resource) === resourceName(resource) &&
    (info.namespace === undefined || !resource.namespaced || namespace === info.namespace)
  );
}

function tooOld(version: number | undefined, current: number): ApiFailure {
  return new ApiFailure(410, 'Expired', `too old resource version: ${version ?? 0} (${current})`);
}

function secondsOf(url: URL): number {
  const seconds = Number(parameterOf(url, 'timeoutSeconds') ?? 0);
  return seconds > 0 ? seconds : SHORTEST_WATCH * (1 + Math.random());
}
