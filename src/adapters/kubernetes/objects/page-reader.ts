import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import { fieldsOf } from '../json/fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { parseJson } from '../transport/read-json.ts';
import { requestPage, type Listing, type PageRequest } from './page-request.ts';
import { receivedObject } from './received-object.ts';
import { splitList } from './split-list.ts';

/** A page of a list. */
interface Page {
  /** Parsed as they are walked, once. */
  readonly objects: Generator<KubernetesObject, undefined>;
  /** Of the list, to watch from. */
  readonly resourceVersion: string;
}

/** Hands out a list page by page. */
export interface PageReader {
  /** The next page, `undefined` after the last one. */
  read(): Promise<Page | undefined>;
  /** Stops the page that is under way. */
  leave(): void;
}

/** What to list, and for how long. */
export type ListRequest = Omit<Listing, 'signal'> & { readonly signal?: AbortSignal | undefined };

/**
 * Reads a list with no more than one page under way ahead of the reader. No generator: its frame would keep each
 * page alive while the next one is parsed.
 */
export function pageReader(perform: Perform, { resource, query, signal }: ListRequest): PageReader {
  const left = new AbortController();
  const signals = signal === undefined ? [] : [signal];
  const listing = { resource, query, signal: AbortSignal.any([left.signal, ...signals]) };
  const request = (token: string | undefined) => requestPage(perform, listing, token);
  let current: PageRequest | undefined;
  let hasBegun = false;
  return {
    async read() {
      if (!hasBegun) current = request(undefined);
      hasBegun = true;
      if (current === undefined) return undefined;
      const hint = await current.hint;
      const ahead = hint === undefined ? undefined : request(hint);
      const { page, token } = parsePage(resource, await current.body);
      if (token === undefined) current = undefined;
      else current = token === hint ? ahead : request(token);
      return page;
    },
    leave() {
      left.abort();
    },
  };
}

function parsePage(
  resource: Resource,
  body: Buffer,
): { readonly page: Page; readonly token: string | undefined } {
  const { frame, items } = splitList(body);
  const { items: unsplit, metadata } = fieldsOf(parseJson(frame));
  const { resourceVersion, continue: token } = fieldsOf(metadata);
  return {
    page: {
      objects: objectsOf(resource, items, Array.isArray(unsplit) ? unsplit : []),
      resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    },
    token: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

/** Parses each object when it is asked for; `unsplit` are those of a list that could not be split. */
function* objectsOf(
  resource: Resource,
  items: readonly Buffer[],
  unsplit: readonly unknown[],
): Generator<KubernetesObject, undefined> {
  for (const item of items) yield receivedObject(resource, parseJson(item.toString('utf8')));
  for (const item of unsplit) yield receivedObject(resource, item);
  return undefined;
}
