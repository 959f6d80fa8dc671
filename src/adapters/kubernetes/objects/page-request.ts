import { finished } from 'node:stream/promises';
import { ClusterError } from '../../../domain/errors.ts';
import { type Resource, resourceName } from '../../../domain/kubernetes/resource.ts';
import type { ListQuery } from '../../../domain/ports/cluster.ts';
import type { Perform } from '../transport/api-call.ts';
import type { ApiResponse } from '../transport/api-request.ts';
import { valueOf } from '../transport/outcome.ts';
import { collectionPath, withQuery } from './resource-path.ts';

/** Half of what kubectl asks for: up to three pages are in memory at a time. */
const PAGE_SIZE = 250;

/** What is listed. */
export interface Listing {
  readonly resource: Resource;
  readonly query: ListQuery;
  readonly signal: AbortSignal;
}

/** A page under way. */
export interface PageRequest {
  /** Likely token of the page after it, known as early as possible; the body has the last word. Never rejects. */
  readonly hint: Promise<string | undefined>;
  /** The page's JSON, not parsed before it is needed: it is smaller so. */
  readonly body: Promise<Buffer>;
}

/** Requests one page. An expired token is replaced by the one that the server offers in its place. */
export function requestPage(perform: Perform, listing: Listing, token: string | undefined): PageRequest {
  const { promise: hint, resolve } = Promise.withResolvers<string | undefined>();
  const body = receivePage(perform, listing, { token, onHint: resolve });
  const noHint = () => {
    resolve(undefined);
  };
  body.then(noHint, noHint);
  return { hint, body };
}

interface PageStart {
  readonly token: string | undefined;
  readonly onHint: (token: string) => void;
}

/**
 * A 410 carries a token for the rest of the list as it is now, see "limit" and "continue" in
 * https://kubernetes.io/docs/reference/kubernetes-api/common-parameters/common-parameters/#continue
 */
async function receivePage(
  perform: Perform,
  listing: Listing,
  { token, onHint }: PageStart,
): Promise<Buffer> {
  const { resource, query, signal } = listing;
  const { namespace, labelSelector, fieldSelector } = query;
  const parameters = { limit: PAGE_SIZE, labelSelector, fieldSelector, continue: token };
  const outcome = await perform({
    request: { method: 'GET', path: withQuery(collectionPath(resource, namespace), parameters), signal },
    read: async (response) => readPage(response, onHint),
    resource,
  });
  const offered = outcome.ok ? undefined : outcome.status?.continueToken;
  if (offered !== undefined && token !== undefined && offered !== token) {
    return receivePage(perform, listing, { token: offered, onHint });
  }
  if (!outcome.ok && outcome.error.failure === 'not-found') throw notServed(resource, outcome.error);
  return valueOf(outcome);
}

/** An empty list is no 404: it is the API itself that is gone, and the server's own words do not say which. */
function notServed(resource: Resource, cause: ClusterError): ClusterError {
  const { group, version } = resource;
  const api = group === '' ? version : `${group}/${version}`;
  const message = `the server does not serve ${resourceName(resource)} (${api}), which are required`;
  return new ClusterError('not-found', message, {
    nextStep: `Check with \`kubectl api-resources${group === '' ? '' : ` --api-group=${group}`}\`, and run the command again once they are served.`,
    cause,
  });
}

/** By events: iterating over the stream would copy every chunk once more. */
async function readPage({ body }: ApiResponse, onHint: (token: string) => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  body.on('data', (chunk: Buffer) => {
    const wasComplete = received >= HEAD_LENGTH;
    chunks.push(chunk);
    received += chunk.length;
    const token = wasComplete ? undefined : tokenAtHead(Buffer.concat(chunks));
    if (token !== undefined) onHint(token);
  });
  await finished(body, { writable: false });
  return Buffer.concat(chunks, received);
}

const HEAD_LENGTH = 2048;

/** Lists of built-in kinds have their metadata before the items; for custom resources there is no hint. */
const METADATA_FIRST = /^\{"kind":"\w*","apiVersion":"[^"]*","metadata":(\{[^{}]*\})/;

/** The continue token as seen at the head of a page that is still being received; `undefined`: not seen (yet). */
function tokenAtHead(head: Buffer): string | undefined {
  const metadata = METADATA_FIRST.exec(head.toString('latin1', 0, HEAD_LENGTH))?.[1] ?? '';
  return /"continue":"([\w+/=-]+)"/.exec(metadata)?.[1];
}
