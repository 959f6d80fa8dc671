import { ApiFailure } from '../../objects/api-failure.ts';
import type { Stored } from '../../objects/stored.ts';
import type { ResourceCall } from '../resource-call.ts';
import { ContinueExpired, decodeContinue, encodeContinue } from './continue-token.ts';
import { listRequest, tooLargeVersion, type ListRequest } from './list-request.ts';
import { keyOf, type ObjectsAt } from './objects-at.ts';
import type { Selection } from './selection.ts';

/** Metadata of a list (meta/v1 `ListMeta`). */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export interface ListPage {
  readonly metadata: ListMeta;
  readonly items: readonly Stored[];
}

/** The page that a list asks for; throws ApiFailure 410 when it goes on with a version that is forgotten. */
export function listPage(call: ResourceCall, at: ObjectsAt, selection: Selection): ListPage {
  const request = listRequest(call.request.url);
  const { version, after } = startOf(request, call.objects.version);
  const { namespace } = call.info;
  const all = at(call.resource, namespace, version);
  if (all === undefined) throw expired(request);
  const from = after === undefined ? 0 : firstAfter(all, after);
  const end = endOf(all, from, { limit: request.limit, selection });
  const items = all.slice(from, end).filter((object) => selection.matches(object));
  const last = all[end - 1];
  // Only objects that match count, so nothing may be left behind the last page.
  const more = last !== undefined && all.slice(end).some((object) => selection.matches(object));
  const next = more ? encodeContinue({ version, after: keyOf(last) }) : undefined;
  const remaining = selection.isAll ? { remainingItemCount: all.length - end } : {};
  return {
    metadata: {
      resourceVersion: `${version}`,
      ...(next === undefined ? {} : { continue: next, ...remaining }),
    },
    items,
  };
}

function startOf(
  request: ListRequest,
  current: number,
): { readonly version: number; readonly after?: string } {
  const { continueText, version = 0, match } = request;
  if (continueText !== undefined) {
    const token = decodeContinue(continueText);
    return { version: token.version === -1 ? current : token.version, after: token.after };
  }
  if (version > current) throw tooLargeVersion(version, current);
  return { version: match === 'Exact' || isLegacyExact(request) ? version : current };
}

/** A limit with a version and no match means just that version (KEP-1904). */
function isLegacyExact({ limit, version = 0, match }: ListRequest): boolean {
  return match === undefined && limit > 0 && version > 0;
}

function expired({ continueText }: ListRequest): ApiFailure {
  return continueText === undefined
    ? new ApiFailure(410, 'Expired', 'The resourceVersion for the provided list is too old.')
    : new ContinueExpired(decodeContinue(continueText));
}

/** Index of the first object behind a key. */
function firstAfter(all: readonly Stored[], key: string): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const object = all[middle];
    if (object !== undefined && keyOf(object) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Most {
  readonly limit: number;
  readonly selection: Selection;
}

/** Index behind the last object of a page. */
function endOf(all: readonly Stored[], from: number, { limit, selection }: Most): number {
  if (limit === 0) return all.length;
  if (selection.isAll) return Math.min(from + limit, all.length);
  let found = 0;
  const last = all.findIndex((object, index) => {
    if (index >= from && selection.matches(object)) found += 1;
    return found === limit;
  });
  return last === -1 ? all.length : last + 1;
}
