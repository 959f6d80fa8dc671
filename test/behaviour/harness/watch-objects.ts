/** Sees every state that objects go through, also those between two looks. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { collectionPath, type ApiObject, type Kind } from './kinds.ts';
import type { KubeApi } from './kube-api.ts';

export interface WatchEvent<Type> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Type;
}

export interface ObjectWatch<Type> extends AsyncDisposable {
  /** Everything seen until now: first what was there, then each change. */
  readonly events: readonly WatchEvent<Type>[];
}

/**
 * Watches the objects of a kind in a namespace (which need not exist yet) until disposed. `onEvent` sees each event
 * as it comes.
 */
export async function watchObjects<Type extends ApiObject>(
  api: KubeApi,
  { kind, namespace }: { readonly kind: Kind<Type>; readonly namespace: string },
  onEvent: (event: WatchEvent<Type>) => void = () => undefined,
): Promise<ObjectWatch<Type>> {
  const end = new AbortController();
  const list = await api.request(collectionPath(kind, namespace));
  const { items, metadata } = (await list.json()) as { items: Type[]; metadata: { resourceVersion: string } };
  const events: WatchEvent<Type>[] = [];
  const see = (event: WatchEvent<Type>) => {
    events.push(event);
    onEvent(event);
  };
  for (const object of items) see({ type: 'ADDED', object });
  const query = `?watch=true&resourceVersion=${metadata.resourceVersion}`;
  const response = await api.request(collectionPath(kind, namespace) + query, { signal: end.signal });
  const { body } = response;
  if (body === null) throw new Error('the watch was answered without a body');
  const reading = (async () => {
    const lines = createInterface(Readable.fromWeb(body));
    for await (const line of lines) see(JSON.parse(line) as WatchEvent<Type>);
  })();
  reading.catch(() => undefined);
  return {
    events,
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await reading.catch((error: unknown) => {
        if (!end.signal.aborted) throw error;
      });
    },
  };
}
