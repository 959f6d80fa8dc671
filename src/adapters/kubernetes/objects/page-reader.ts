import { ClusterError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import { fieldsOf } from '../../http/json-fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { parseJson } from '../transport/read-json.ts';
import { requestPage, type Listing, type PageRequest } from './page-request.ts';
import { notOfKubernetes, receivedObject } from './received-object.ts';
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

/** How often a list with an expired continue token is restarted. */
const RESTARTS = 3;

/**
 * Reads a list with no more than one page under way ahead of the reader. No generator: its frame would keep each
 * page alive while the next one is parsed. A list that begins anew hands out only what it has not handed out yet.
 */
export function pageReader(perform: Perform, { resource, query, signal }: ListRequest): PageReader {
  const left = new AbortController();
  const signals = signal === undefined ? [] : [signal];
  const listing = { resource, query, signal: AbortSignal.any([left.signal, ...signals]) };
  const request = (token: string | undefined) => requestPage(perform, listing, token);
  const handedOut = new Set<string>();
  let current: PageRequest | undefined;
  let hasBegun = false;
  let restarts = RESTARTS;
  const next = async (): Promise<Page | undefined> => {
    if (current === undefined) return undefined;
    const hint = await current.hint;
    const ahead = hint === undefined ? undefined : request(hint);
    const { page, token } = parsePage(resource, await current.body, handedOut);
    if (token === undefined) current = undefined;
    else current = token === hint ? ahead : request(token);
    return page;
  };
  return {
    async read() {
      if (!hasBegun) current = request(undefined);
      hasBegun = true;
      for (;;) {
        try {
          return await next();
        } catch (error) {
          if (restarts === 0 || !isExpired(error)) throw error;
          restarts -= 1;
          current = request(undefined);
        }
      }
    },
    leave() {
      left.abort();
    },
  };
}

function parsePage(
  resource: Resource,
  body: Buffer,
  handedOut: Set<string>,
): { readonly page: Page; readonly token: string | undefined } {
  const { frame, items } = splitList(body);
  const { kind, items: unsplit, metadata } = fieldsOf(parseJson(frame));
  // Go encodes an empty list as `null`. Anything else is an error, not an empty list.
  const isList = typeof kind === 'string' && kind.endsWith('List');
  if (!isList || !(Array.isArray(unsplit) || unsplit === null)) {
    throw notOfKubernetes(`not a list of ${resource.plural}`);
  }
  const { resourceVersion, continue: token } = fieldsOf(metadata);
  return {
    page: {
      objects: newOnes(objectsOf(resource, items, unsplit ?? []), handedOut),
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

/** Those that are not among what was handed out before, which they join. */
function* newOnes(
  objects: Generator<KubernetesObject, undefined>,
  handedOut: Set<string>,
): Generator<KubernetesObject, undefined> {
  for (const object of objects) {
    const { uid, namespace = '', name } = object.metadata;
    const key = uid ?? `${namespace}/${name}`;
    if (handedOut.has(key)) continue;
    handedOut.add(key);
    yield object;
  }
  return undefined;
}

function isExpired(error: unknown): boolean {
  return error instanceof ClusterError && error.failure === 'expired';
}
