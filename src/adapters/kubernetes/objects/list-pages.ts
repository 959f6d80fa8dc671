import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { Resource } from '../../../domain/kubernetes/resource.ts';
import { fieldsOf } from '../json/fields.ts';
import type { Perform } from '../transport/api-call.ts';
import { parseJson } from '../transport/read-json.ts';
import { requestPage, type Listing, type PageRequest } from './page-request.ts';
import { receivedObject } from './received-object.ts';

/** A page of a list. */
export interface Page {
  readonly items: readonly KubernetesObject[];
  /** Of the list, to watch from. */
  readonly resourceVersion: string;
  readonly continueToken: string | undefined;
}

/** What to list, and for how long. */
export type ListRequest = Omit<Listing, 'signal'> & { readonly signal?: AbortSignal | undefined };

/** Lists page by page; never more than one page is under way ahead of the reader. */
export async function* listPages(
  perform: Perform,
  { resource, query, signal }: ListRequest,
): AsyncGenerator<Page> {
  const readerLeft = new AbortController();
  const signals = signal === undefined ? [] : [signal];
  const listing = { resource, query, signal: AbortSignal.any([readerLeft.signal, ...signals]) };
  const request = (token: string | undefined) => requestPage(perform, listing, token);
  try {
    let current: PageRequest | undefined = request(undefined);
    while (current !== undefined) {
      const hint: string | undefined = await current.hint;
      const ahead: PageRequest | undefined = hint === undefined ? undefined : request(hint);
      const page = parsePage(resource, await current.body);
      current = page.continueToken === hint ? ahead : undefined;
      if (page.continueToken !== undefined) current ??= request(page.continueToken);
      yield page;
    }
  } finally {
    readerLeft.abort();
  }
}

function parsePage(resource: Resource, body: Buffer): Page {
  const { items, metadata } = fieldsOf(parseJson(body.toString('utf8')));
  const { resourceVersion, continue: token } = fieldsOf(metadata);
  return {
    items: Array.isArray(items) ? items.map((item: unknown) => receivedObject(resource, item)) : [],
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    continueToken: typeof token === 'string' && token !== '' ? token : undefined,
  };
}
