import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { PODS } from '../../../../src/domain/kubernetes/resource.ts';
import type { WatchEvent } from '../../../../src/domain/ports/cluster.ts';
import type { Reply } from '../support/api-server.ts';
import { httpCluster, type TestCluster, type TestOptions } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod, podItem } from '../support/pods.ts';
import { listReply, statusReply } from '../support/replies.ts';

type Connection = Reply | ((response: ServerResponse) => void);

/** Lines of a watch, after which the server ends it. */
function events(...lines: readonly unknown[]): Connection {
  return { body: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
}

const change = (type: string, name: string, resourceVersion: string) => ({
  type,
  object: pod(name, { resourceVersion }),
});
const bookmark = (resourceVersion: string) => ({
  type: 'BOOKMARK',
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { resourceVersion } },
});
const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } };

interface Script {
  readonly lists: readonly Reply[];
  readonly watches: readonly Connection[];
}

/** Answers lists and watches as written; when the script is over, watches stay open. */
async function scripted({ lists, watches }: Script, options: TestOptions = {}): Promise<TestCluster> {
  const leftLists = [...lists];
  const leftWatches = [...watches];
  return httpCluster(({ path, query }, response) => {
    if (path === '/version') return undefined;
    if (query.watch !== 'true') return leftLists.shift() ?? statusReply(500);
    const connection = leftWatches.shift();
    if (typeof connection !== 'function') return connection;
    connection(response);
    return undefined;
  }, options);
}

/** The first events of a watch, in short. */
async function firstEvents({ cluster }: TestCluster, count: number): Promise<string[]> {
  const seen: string[] = [];
  const abort = new AbortController();
  for await (const event of cluster.watch(PODS, { namespace: 'shop' }, abort.signal)) {
    seen.push(inShort(event));
    if (seen.length === count) break;
  }
  return seen;
}

function inShort({ type, object }: WatchEvent): string {
  return object === undefined
    ? type
    : `${type} ${object.metadata.name}@${object.metadata.resourceVersion ?? ''}`;
}

describe('watch', () => {
  it('reports what exists, then SYNCED, then changes from that version on', async () => {
    const test = await scripted({
      lists: [listReply([podItem('a')], { resourceVersion: '7' })],
      watches: [
        events(change('MODIFIED', 'a', '8'), change('ADDED', 'b', '9'), change('DELETED', 'a', '10')),
      ],
    });
    assert.deepEqual(await firstEvents(test, 5), [
      'ADDED a@1',
      'SYNCED',
      'MODIFIED a@8',
      'ADDED b@9',
      'DELETED a@10',
    ]);
    const { path, query = {} } = test.server.requests.at(1) ?? {};
    assert.equal(path, '/api/v1/namespaces/shop/pods');
    assert.equal(query.resourceVersion, '7');
    assert.equal(query.allowWatchBookmarks, 'true');
    assert.ok(Number(query.timeoutSeconds) > 0);
  });

  it('goes on where it was, bookmarks included, when the server ends the connection', async () => {
    const test = await scripted({
      lists: [listReply([])],
      watches: [events(change('ADDED', 'a', '101'), bookmark('150')), events(change('ADDED', 'b', '151'))],
    });
    assert.deepEqual(await firstEvents(test, 3), ['SYNCED', 'ADDED a@101', 'ADDED b@151']);
    const versions = test.server.requests.slice(1).map(({ query }) => query.resourceVersion);
    assert.deepEqual(versions, ['100', '150']);
  });

  it('goes on after the connection broke, and after errors of the server, waiting longer each time', async () => {
    const test = await scripted({
      lists: [listReply([])],
      watches: [
        (response) => response.write('{"type":', () => response.destroy()),
        ...Array.from({ length: 12 }, () => statusReply(503)),
        events(change('ADDED', 'a', '101')),
      ],
    });
    assert.deepEqual(await firstEvents(test, 2), ['SYNCED', 'ADDED a@101']);
    assert.ok(Math.max(...test.clock.slept) > 250);
  });

  it('lists anew after a 410 and reports the difference', async () => {
    for (const expiry of [events(gone), statusReply(410, { reason: 'Expired' })]) {
      const test = await scripted({
        lists: [
          listReply([podItem('same'), podItem('changed'), podItem('gone'), podItem('replaced')]),
          listReply(
            [
              podItem('same'),
              podItem('changed', { resourceVersion: '2' }),
              podItem('replaced', { uid: 'another', resourceVersion: '3' }),
              podItem('new'),
            ],
            { resourceVersion: '200' },
          ),
        ],
        watches: [events(change('ADDED', 'late', '101')), expiry, events(change('DELETED', 'new', '201'))],
      });
      const seen = await firstEvents(test, 13);
      assert.deepEqual(seen.slice(4), [
        'SYNCED',
        'ADDED late@101',
        'MODIFIED changed@2',
        'DELETED replaced@1',
        'ADDED replaced@3',
        'ADDED new@1',
        'DELETED gone@1',
        'DELETED late@101',
        'SYNCED',
      ]);
      assert.equal(
        test.server.requests.find(({ query }) => query.resourceVersion === '200'),
        undefined,
      );
    }
  });

  it('keeps the identity of what it reports as vanished', async () => {
    const labels = { app: 'web' };
    const test = await scripted({
      lists: [listReply([podItem('gone', { labels, managedFields: ['long'] })]), listReply([])],
      watches: [events(gone)],
    });
    const seen: WatchEvent[] = [];
    for await (const event of test.cluster.watch(PODS, {}, new AbortController().signal)) {
      seen.push(event);
      if (event.type === 'DELETED') break;
    }
    const metadata = { name: 'gone', namespace: 'shop', uid: 'uid-gone', resourceVersion: '1', labels };
    assert.deepEqual(seen.at(-1)?.object, { apiVersion: 'v1', kind: 'Pod', metadata });
  });

  it('survives a list that fails later', async () => {
    const test = await scripted({
      lists: [listReply([podItem('a')]), ...Array.from({ length: 8 }, () => statusReply(500)), listReply([])],
      watches: [events(gone)],
    });
    assert.deepEqual(await firstEvents(test, 4), ['ADDED a@1', 'SYNCED', 'DELETED a@1', 'SYNCED']);
  });

  it('throws when the first list fails', async () => {
    const test = await scripted({ lists: [statusReply(403, { message: 'pods is forbidden' })], watches: [] });
    assert.equal((await failureOf(firstEvents(test, 1), ClusterError)).failure, 'forbidden');
  });

  it('throws when it is no longer allowed', async () => {
    const test = await scripted({ lists: [listReply([])], watches: [statusReply(403)] });
    assert.equal((await failureOf(firstEvents(test, 2), ClusterError)).failure, 'forbidden');
  });

  it('has no idle timeout, not even the request timeout', async () => {
    const held = Promise.withResolvers<ServerResponse>();
    const test = await scripted(
      {
        lists: [listReply([])],
        watches: [
          (response) => {
            response.flushHeaders();
            held.resolve(response);
          },
        ],
      },
      { requestTimeoutSeconds: 0.1 },
    );
    const watch = test.cluster.watch(PODS, {}, new AbortController().signal)[Symbol.asyncIterator]();
    await watch.next();
    const next = watch.next();
    const response = await held.promise;
    // Takes as long as the request timeout, which therefore is over for the watch, too.
    await failureOf(test.cluster.version(), ClusterError);
    response.write(`${JSON.stringify(change('ADDED', 'a', '101'))}\n`);
    const { value } = (await next) as IteratorYieldResult<WatchEvent>;
    assert.equal(inShort(value), 'ADDED a@101');
    assert.equal(test.server.requests.length, 3);
    await watch.return?.();
  });

  it('ends with the reason of an abort, and frees the socket', async () => {
    const abort = new AbortController();
    const test = await scripted({
      lists: [listReply([])],
      watches: [
        (response) => {
          response.flushHeaders();
        },
      ],
    });
    const watch = test.cluster.watch(PODS, {}, abort.signal)[Symbol.asyncIterator]();
    await watch.next();
    const next = watch.next();
    await test.server.received(2);
    abort.abort(new RangeError('enough'));
    await failureOf(next, RangeError);
    await test.server.connectionsFall(1);
  });
});
