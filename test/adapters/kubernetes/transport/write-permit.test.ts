/** Writes of a run pass its permit at the moment of sending, every attempt anew. */
import assert from 'node:assert/strict';
import { ExpectedError } from '../../../../src/domain/errors.ts';
import { CONFIG_MAPS, DEPLOYMENTS } from '../../../../src/domain/kubernetes/resource.ts';
import type { Cluster, WriteOptions, WritePermit } from '../../../../src/domain/ports/cluster.ts';
import type { Reply } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { statusReply } from '../support/replies.ts';

const BUSY: Reply = { ...statusReply(429), headers: { 'Retry-After': '1' } };
const WEB = { namespace: 'shop', name: 'web' };
const LOST = new ExpectedError('the lease is lost');

/** One that holds so many milliseconds, until it is taken away. */
function permit(left = 10_000): WritePermit & { readonly takeAway: () => void } {
  const lost = new AbortController();
  return {
    left: () => {
      lost.signal.throwIfAborted();
      return left;
    },
    signal: lost.signal,
    takeAway: () => {
      lost.abort(LOST);
    },
  };
}

const WRITES: readonly [
  name: string,
  write: (cluster: Cluster, options: WriteOptions) => Promise<unknown>,
][] = [
  ['patch', async (cluster, options) => cluster.patch(DEPLOYMENTS, WEB, [], options)],
  ['delete', async (cluster, options) => cluster.delete(DEPLOYMENTS, WEB, options)],
  ['evict', async (cluster, options) => cluster.evict(WEB, options)],
  [
    'create',
    async (cluster, options) =>
      cluster.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: WEB }, options),
  ],
];

describe('a permit to write', () => {
  for (const [name, write] of WRITES) {
    it(`that is over lets no ${name} be sent`, async () => {
      const { cluster, server } = await httpCluster(() => ({ body: pod('web') }));
      const own = permit();
      own.takeAway();
      assert.equal(await failureOf(write(cluster, { permit: own }), ExpectedError), LOST);
      assert.equal(server.requests.length, 0);
    });

    it(`that is over lets no ${name} be sent again that the server has put off`, async () => {
      const own = permit();
      const { cluster, server } = await httpCluster(() => {
        own.takeAway();
        return BUSY;
      });
      assert.equal(await failureOf(write(cluster, { permit: own }), ExpectedError), LOST);
      assert.equal(server.requests.length, 1);
    });
  }

  it('that ends while the server asks to wait ends the wait', async () => {
    const own = permit();
    const { cluster, clock } = await httpCluster(() => BUSY);
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (milliseconds, signal) => {
      own.takeAway();
      return sleep(milliseconds, signal);
    };
    const error = await failureOf(cluster.patch(DEPLOYMENTS, WEB, [], { permit: own }), ExpectedError);
    assert.equal(error, LOST);
  });

  it('limits how long an answer is waited for', async () => {
    const own = permit(20);
    const { cluster } = await httpCluster(() => {
      own.takeAway();
      return undefined;
    });
    const error = await failureOf(cluster.patch(DEPLOYMENTS, WEB, [], { permit: own }), ExpectedError);
    assert.equal(error, LOST);
  });

  it('that is renewed lets an answer take longer', async () => {
    const asked = Promise.withResolvers<Reply>();
    let times = 0;
    const own: WritePermit = {
      signal: new AbortController().signal,
      left: () => {
        times += 1;
        if (times === 5) asked.resolve({ body: pod('web') });
        return 5;
      },
    };
    const { cluster } = await httpCluster(async () => asked.promise);
    assert.equal((await cluster.patch(DEPLOYMENTS, WEB, [], { permit: own })).metadata.name, 'web');
  });
});
