import { configMap } from '../bodies.ts';
import { get, post, put, remove, type StepGroup } from '../step.ts';

const MAPS = '/api/v1/namespaces/{ns}/configmaps';
const OURS = 'labelSelector=list%3Dours';
const WATCH = `${MAPS}?${OURS}&watch=true&timeoutSeconds=1`;
const LABELS = { list: 'ours' };

export const WATCHES: StepGroup = {
  name: 'watches',
  steps: [
    post('make one', MAPS, configMap('one', { a: '1' }, LABELS), { compared: () => '' }),
    get('a list', `${MAPS}?${OURS}`, {
      compared: () => '',
      remember: { version: 'metadata.resourceVersion' },
    }),
    get('a watch without a version', WATCH),
    get('a watch from the cache', `${WATCH}&resourceVersion=0`),
    post('make two', MAPS, configMap('two', { a: '1' }, LABELS), { compared: () => '' }),
    put('change two', `${MAPS}/two`, configMap('two', { a: '2' }, LABELS), { compared: () => '' }),
    put('take two out of the selection', `${MAPS}/two`, configMap('two', { a: '2' }), { compared: () => '' }),
    remove('delete one', `${MAPS}/one`, undefined, { compared: () => '' }),
    get('a watch from the version of the list', `${WATCH}&resourceVersion={version}`),
    post('make three', MAPS, configMap('three', {}, LABELS), { compared: () => '' }),
    get(
      'a watch that begins with a list',
      `${WATCH}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
      {
        compared: untilInitialEnd,
      },
    ),
    get('a watch that begins with a list, without bookmarks', `${WATCH}&sendInitialEvents=true`),
    get('a watch of tables', `${WATCH}&resourceVersion=0`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' },
    }),
    get('a watch of one by name', `${MAPS}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dthree`, {
      compared: eventNames,
    }),
    get('a watch from an impossible version', `${WATCH}&resourceVersion=first`),
  ],
};

/** Later bookmarks come when they come. */
function untilInitialEnd(body: unknown): unknown {
  const events = body as readonly { readonly type: string }[];
  const end = events.findIndex(({ type }) => type === 'BOOKMARK');
  return events.slice(0, end + 1);
}

function eventNames(body: unknown): unknown {
  const events = body as readonly {
    readonly type: string;
    readonly object: { readonly metadata?: { readonly name?: string } };
  }[];
  return events.map(({ type, object }) => `${type} ${object.metadata?.name ?? ''}`);
}
