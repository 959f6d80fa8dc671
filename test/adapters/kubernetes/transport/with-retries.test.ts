import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../../src/domain/kubernetes/json-patch.ts';
import { DEPLOYMENTS, PODS } from '../../../../src/domain/kubernetes/resource.ts';
import type { Cluster } from '../../../../src/domain/ports/cluster.ts';
import type { Handler, Reply } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { statusReply, VERSION_REPLY } from '../support/replies.ts';

const WEB = { namespace: 'shop', name: 'web' };
const GUARDED: JsonPatch = [
  { op: 'test', path: '/spec/image', value: 'old' },
  { op: 'replace', path: '/spec/image', value: 'new' },
];
const UNGUARDED: JsonPatch = [{ op: 'add', path: '/spec/list/-', value: 'new' }];

const busy = (retryAfter: string): Reply => ({ ...statusReply(429), headers: { 'Retry-After': retryAfter } });

/** Fails in the given ways, one request after the other, then answers. */
function failing(...ways: readonly ('reset' | Reply)[]): Handler {
  const left = [...ways];
  return (_request, response) => {
    const way = left.shift();
    if (way !== 'reset') return way ?? { body: { ...pod('web'), ...(VERSION_REPLY.body as object) } };
    response.destroy();
    return undefined;
  };
}

describe('a connection that is lost', () => {
  async function told(...ways: readonly ('reset' | Reply)[]): Promise<string[]> {
    const said: string[] = [];
    const watch = {
      lost: ({ failure }: ClusterError) => said.push(`lost: ${failure}`),
      silent: () => said.push('silent'),
      back: () => said.push('back'),
    };
    const answer: Reply = { body: { ...pod('web'), ...(VERSION_REPLY.body as object) } };
    const { cluster } = await httpCluster(failing(answer, ...ways), { surroundings: { watch } });
    await cluster.version();
    await cluster.version();
    return said;
  }

  it('is told once, with its return', async () => {
    assert.deepEqual(await told('reset', 'reset', 'reset'), ['lost: unreachable', 'back']);
  });

  it('is not told of for one connection that broke, nor for answers that are errors', async () => {
    assert.deepEqual(await told('reset'), []);
    assert.deepEqual(await told(statusReply(503), statusReply(503), busy('1')), []);
  });
});

describe('retries', () => {
  it('wait as long as a 429 asks for', async () => {
    const { cluster, clock } = await httpCluster(failing(busy('3'), busy('1')));
    await cluster.version();
    assert.deepEqual(clock.slept, [3000, 1000]);
  });

  it('wait half a minute at most, whatever a 429 asks for', async () => {
    const { cluster, clock } = await httpCluster(failing(busy('86400')));
    await cluster.version();
    assert.deepEqual(clock.slept, [30_000]);
  });

  it('wait twice as long each time after an error of the server', async () => {
    const { cluster, clock } = await httpCluster(
      failing(statusReply(500), statusReply(503), statusReply(504)),
    );
    await cluster.version();
    assert.deepEqual(clock.slept, [250, 500, 1000]);
  });

  it('follow a connection that was reset', async () => {
    const { cluster, server } = await httpCluster(failing('reset'));
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.equal(server.requests.length, 2);
  });

  it('follow an answer that broke off', async () => {
    let requests = 0;
    const { cluster } = await httpCluster((_request, response) => {
      requests += 1;
      if (requests > 1) return VERSION_REPLY;
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write('{"gitVersion":', () => response.destroy());
      return undefined;
    });
    assert.equal(await cluster.version(), 'v1.36.3');
  });

  it('come to an end', async () => {
    const { cluster, clock, server } = await httpCluster(() => statusReply(500, { message: 'broken' }));
    const error = await failureOf(cluster.version(), ClusterError);
    assert.deepEqual([error.failure, error.message], ['server-error', 'broken']);
    assert.equal(server.requests.length, clock.slept.length + 1);
    assert.ok(clock.slept.length <= 10);
  });

  it('are not made when the server has decided', async () => {
    const { cluster, clock } = await httpCluster(() => statusReply(403));
    await failureOf(cluster.version(), ClusterError);
    assert.deepEqual(clock.slept, []);
  });

  it('end when the caller no longer waits', async () => {
    const abort = new AbortController();
    const { cluster, server } = await httpCluster(() => {
      abort.abort(new RangeError('enough'));
      return busy('3600');
    });
    await failureOf(cluster.version(abort.signal), RangeError);
    assert.equal(server.requests.length, 1);
  });

  const writes: readonly (readonly [string, (cluster: Cluster) => Promise<unknown>, number])[] = [
    ['a create is repeated', (cluster) => cluster.create(PODS, pod('web')), 2],
    ['a dry run is', (cluster) => cluster.create(PODS, pod('web'), { dryRun: true }), 2],
    ['a patch that guards itself is', (cluster) => cluster.patch(DEPLOYMENTS, WEB, GUARDED), 2],
    ['another patch is not', (cluster) => cluster.patch(DEPLOYMENTS, WEB, UNGUARDED), 1],
    ['a delete of a certain object is', (cluster) => cluster.delete(PODS, WEB, { uid: 'u' }), 2],
    ['a delete by name is not', (cluster) => cluster.delete(PODS, WEB), 1],
  ];
  for (const [name, write, requests] of writes) {
    for (const way of [
      'reset',
      statusReply(500),
      statusReply(502),
      statusReply(503),
      statusReply(504),
    ] as const) {
      it(`after ${way === 'reset' ? 'a reset' : `a ${way.status ?? 0}`}: ${name}`, async () => {
        const { cluster, server } = await httpCluster(failing(way));
        if (requests > 1) await write(cluster);
        else await failureOf(write(cluster), ClusterError);
        assert.equal(server.requests.length, requests);
      });
    }
    it(`after a 429 (not processed) any write is repeated: ${name.split(' ').slice(0, 2).join(' ')}`, async () => {
      const { cluster, server } = await httpCluster(failing(busy('1')));
      await write(cluster);
      assert.equal(server.requests.length, 2);
    });
  }
});
