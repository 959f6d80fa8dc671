import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { NODES, PODS, type Resource } from '../../../../src/domain/kubernetes/resource.ts';
import type { Handler, Reply } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { podItem } from '../support/pods.ts';
import { customListReply, listReply, statusReply } from '../support/replies.ts';

const THINGS: Resource = {
  group: 'example.com',
  version: 'v1',
  plural: 'things',
  kind: 'Thing',
  namespaced: true,
};

async function namesOf(
  pages: AsyncIterable<readonly { readonly metadata: { readonly name: string } }[]>,
): Promise<string[][]> {
  return Array.fromAsync(pages, (page) => page.map(({ metadata }) => metadata.name));
}

/** Three pages of one pod each. */
const THREE_PAGES: Readonly<Record<string, Reply>> = {
  '': listReply([podItem('a')], { continue: 'b_1' }),
  b_1: listReply([podItem('b')], { continue: 'c-2' }),
  'c-2': listReply([podItem('c')]),
};

describe('lists', () => {
  it('ask for pages of 250 with the selectors, and go on to the last page', async () => {
    const { cluster, server } = await httpCluster(({ query }) => THREE_PAGES[query.continue ?? '']);
    const selectors = { labelSelector: 'app in (a,b)', fieldSelector: 'spec.nodeName=n' };
    assert.deepEqual(await namesOf(cluster.list(PODS, { namespace: 'shop', ...selectors })), [
      ['a'],
      ['b'],
      ['c'],
    ]);
    assert.deepEqual(
      server.requests.map(({ path, query }) => [path, query]),
      [
        ['/api/v1/namespaces/shop/pods', { limit: '250', ...selectors }],
        ['/api/v1/namespaces/shop/pods', { limit: '250', ...selectors, continue: 'b_1' }],
        ['/api/v1/namespaces/shop/pods', { limit: '250', ...selectors, continue: 'c-2' }],
      ],
    );
  });

  for (const [what, body] of Object.entries({
    'an empty object': {},
    'no object': null,
    'an array': [],
    'items that are none': { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: {} },
    'no items': { kind: 'PodList', apiVersion: 'v1', metadata: {} },
    'items of something else': { kind: 'Page', items: [] },
    'a failure': { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 403 },
    'an item without a name': { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [{}] },
  })) {
    it(`are not taken for empty when the answer is ${what}`, async () => {
      const { cluster } = await httpCluster(() => ({ body }));
      const error = await failureOf(namesOf(cluster.list(PODS, {})), ClusterError);
      assert.equal(error.failure, 'server-error');
      assert.match(error.nextStep ?? '', /gateway/);
    });
  }

  for (const [what, answer] of Object.entries({
    'an API that is gone': { status: 404, body: '404 page not found' },
    'a kind that is gone': statusReply(404, {
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
    }),
  })) {
    it(`name what was to be listed, and what to look at, when the answer is that of ${what}`, async () => {
      const { cluster } = await httpCluster(() => answer);
      const custom = await failureOf(namesOf(cluster.list(THINGS, {})), ClusterError);
      assert.equal(custom.failure, 'not-found');
      assert.match(custom.message, /does not serve things\.example\.com \(example\.com\/v1\)/);
      assert.match(custom.nextStep ?? '', /`kubectl api-resources --api-group=example\.com`/);
      const builtIn = await failureOf(namesOf(cluster.list(PODS, {})), ClusterError);
      assert.match(builtIn.message, /does not serve pods \(v1\)/);
      assert.match(builtIn.nextStep ?? '', /`kubectl api-resources`/);
    });
  }

  it('are empty when the server says so by null', async () => {
    const body = { kind: 'PodList', apiVersion: 'v1', metadata: {}, items: null };
    const { cluster } = await httpCluster(() => ({ body }));
    assert.deepEqual(await namesOf(cluster.list(PODS, {})), []);
  });

  it('cover all namespaces without one; resources without namespaces have none in their path', async () => {
    const { cluster, server } = await httpCluster(() => listReply([]));
    await namesOf(cluster.list(THINGS, {}));
    await namesOf(cluster.list(NODES, { namespace: 'shop' }));
    const paths = server.requests.map(({ path }) => path);
    assert.deepEqual(paths, ['/apis/example.com/v1/things', '/api/v1/nodes']);
  });

  it('give every object its apiVersion and kind', async () => {
    const { cluster } = await httpCluster(() => listReply([podItem('a')]));
    const [page] = await Array.fromAsync(cluster.list(PODS, {}));
    assert.deepEqual(page, [{ apiVersion: 'v1', kind: 'Pod', ...podItem('a') }]);
  });

  it('ask for the next page as soon as the head of the current one names it', async () => {
    const nextWasAsked = Promise.withResolvers<undefined>();
    const { cluster } = await httpCluster(async ({ query }, response) => {
      if (query.continue !== undefined) {
        nextWasAsked.resolve(undefined);
        return listReply([podItem('b')]);
      }
      const body = JSON.stringify(listReply([podItem('a')], { continue: 'b' }).body);
      response.write(body.slice(0, 100));
      // The rest of the page comes only after that: asked for later, the list would never end.
      await nextWasAsked.promise;
      response.end(body.slice(100));
      return undefined;
    });
    assert.deepEqual(await namesOf(cluster.list(PODS, {})), [['a'], ['b']]);
  });

  for (const [kind, reply] of [
    ['built-in', listReply],
    ['custom', customListReply],
  ] as const) {
    it(`ask for the next page of ${kind} resources before the current one is handed out, but for no more`, async () => {
      const { cluster, server } = await httpCluster(({ query }) => {
        const number = Number(query.continue ?? '1');
        return reply([podItem(`p${number}`)], { continue: String(number + 1) });
      });
      const pages = cluster.list(THINGS, {})[Symbol.asyncIterator]();
      for (const number of [1, 2, 3]) {
        await pages.next();
        await server.received(number + 1);
        // Room for a request that must not come.
        await cluster.version();
        assert.equal(server.requests.filter(({ path }) => path.endsWith('things')).length, number + 1);
      }
      await pages.return?.();
    });
  }

  it('stop the page ahead when the reader leaves', async () => {
    const stopped = Promise.withResolvers<unknown>();
    const { cluster, server } = await httpCluster(({ query }, response) => {
      if (query.continue === undefined) return listReply([podItem('a')], { continue: 'b' });
      response.once('close', stopped.resolve);
      return undefined;
    });
    const pages = cluster.list(PODS, {})[Symbol.asyncIterator]();
    await pages.next();
    await server.received(2);
    await pages.return?.();
    await stopped.promise;
  });

  it('go on with the token that the server offers for an expired one', async () => {
    const { cluster, server } = await httpCluster(({ query }) => {
      if (query.continue === undefined) return listReply([podItem('a')], { continue: 'old' });
      if (query.continue === 'new') return listReply([podItem('b')]);
      const metadata = { continue: 'new' };
      return statusReply(410, {
        reason: 'Expired',
        message: 'The provided continue parameter is too old',
        metadata,
      });
    });
    assert.deepEqual(await namesOf(cluster.list(PODS, {})), [['a'], ['b']]);
    assert.equal(server.requests.length, 3);
  });

  it('begin anew when the server offers no other token, and hand nothing out twice', async () => {
    let lists = 0;
    const { cluster } = await httpCluster(({ query }) => {
      if (query.continue === 'old') return statusReply(410, { reason: 'Expired' });
      if (query.continue === 'new') return listReply([podItem('b'), podItem('d')]);
      lists += 1;
      return lists === 1
        ? listReply([podItem('a'), podItem('b')], { continue: 'old' })
        : listReply([podItem('a', { uid: 'another' }), podItem('c')], { continue: 'new' });
    });
    assert.deepEqual(await namesOf(cluster.list(PODS, {})), [['a'], ['b'], ['a'], ['c'], ['d']]);
    assert.equal(lists, 2);
  });

  it('fail as expired when that happens again and again', async () => {
    const { cluster, server } = await httpCluster(({ query }) =>
      query.continue === undefined ? listReply([podItem('a')], { continue: 'old' }) : statusReply(410),
    );
    assert.equal((await failureOf(namesOf(cluster.list(PODS, {})), ClusterError)).failure, 'expired');
    assert.ok(server.requests.length <= 10);
  });

  it('do not mix two versions of a list when a page breaks off after its head', async () => {
    const second = Promise.withResolvers<undefined>();
    let firsts = 0;
    const handler: Handler = async ({ query }, response) => {
      if (query.continue === 'of-version-1') {
        second.resolve(undefined);
        return listReply([podItem('stale')]);
      }
      if (query.continue === 'of-version-2') return listReply([podItem('b')]);
      firsts += 1;
      if (firsts > 1) return listReply([podItem('a')], { continue: 'of-version-2' });
      response.write('{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"of-version-1"},"items":[');
      await second.promise;
      response.destroy();
      return undefined;
    };
    const { cluster } = await httpCluster(handler);
    assert.deepEqual(await namesOf(cluster.list(PODS, {})), [['a'], ['b']]);
  });

  it('end with the reason of an abort, between pages too', async () => {
    const abort = new AbortController();
    const { cluster, server } = await httpCluster(({ query }) => THREE_PAGES[query.continue ?? '']);
    const pages = cluster.list(PODS, {}, abort.signal)[Symbol.asyncIterator]();
    await pages.next();
    await server.received(2);
    abort.abort(new RangeError('enough'));
    await failureOf(Array.fromAsync({ [Symbol.asyncIterator]: () => pages }), RangeError);
  });

  it('are not disturbed by what the objects say', async () => {
    const decoy = { metadata: { name: 'x', annotations: { a: '"metadata":{"continue":"decoy"}}' } } };
    for (const reply of [listReply, customListReply]) {
      const { cluster, server } = await httpCluster(() => reply([decoy]));
      assert.deepEqual(await namesOf(cluster.list(PODS, {})), [['x']]);
      assert.equal(server.requests.length, 1);
    }
  });
});
