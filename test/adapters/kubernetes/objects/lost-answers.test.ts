/** Requests that the server carries out, but whose answers never arrive. */
import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';
import { PODS } from '../../../../src/domain/kubernetes/resource.ts';
import type { Handler, Reply } from '../support/api-server.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { statusReply } from '../support/replies.ts';

const WEB = { namespace: 'shop', name: 'web' };
const POD = {
  ...pod('web'),
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'a' }], nodeSelector: {}, tolerations: [] },
};

/** As the server keeps it: with fields of its own, without empty ones. */
function stored(object: KubernetesObject): KubernetesObject {
  const containers = [{ name: 'app', image: 'a', imagePullPolicy: 'Always' }];
  const metadata = { ...object.metadata, uid: 'u', resourceVersion: '7' };
  return { ...object, metadata, spec: { containers, restartPolicy: 'Always' } };
}

/** Answers in this order; of `lost` requests the client sees only that the connection breaks. */
function script(...replies: readonly ('lost' | Reply)[]): Handler {
  const left = [...replies];
  return (_request, response) => {
    const reply = left.shift();
    if (reply !== 'lost') return reply ?? statusReply(500);
    response.destroy();
    return undefined;
  };
}

const EXISTS = statusReply(409, { reason: 'AlreadyExists', message: 'pods "web" already exists' });
const GONE = statusReply(404, { reason: 'NotFound' });
const ANOTHER = statusReply(409, { reason: 'Conflict' });

describe('an object whose creation was not answered', () => {
  it('is taken for created when it is there as it was sent', async () => {
    const { cluster, server } = await httpCluster(script('lost', EXISTS, { body: stored(POD) }));
    assert.deepEqual(await cluster.create(PODS, POD), stored(POD));
    assert.deepEqual(
      server.requests.map(({ method }) => method),
      ['POST', 'POST', 'GET'],
    );
  });

  it('is created by the second request when the first was not carried out', async () => {
    const { cluster } = await httpCluster(script('lost', { status: 201, body: stored(POD) }));
    assert.deepEqual(await cluster.create(PODS, POD), stored(POD));
  });

  const others: readonly [string, Reply][] = [
    [
      'says something else',
      { body: { ...stored(POD), spec: { containers: [{ name: 'app', image: 'b' }] } } },
    ],
    ['says more in a list', { body: { ...stored(POD), spec: { containers: [{}, {}] } } }],
    ['lacks a part', { body: { ...stored(POD), spec: undefined } }],
    ['is gone again', GONE],
  ];
  for (const [name, found] of others) {
    it(`is somebody else's when it ${name}`, async () => {
      const { cluster } = await httpCluster(script('lost', EXISTS, found));
      assert.equal((await failureOf(cluster.create(PODS, POD), ClusterError)).failure, 'already-exists');
    });
  }

  it("is somebody else's when no request of ours was in doubt", async () => {
    const busy = { ...statusReply(429), headers: { 'Retry-After': '1' } };
    const { cluster, server } = await httpCluster(script(busy, EXISTS));
    assert.equal((await failureOf(cluster.create(PODS, POD), ClusterError)).failure, 'already-exists');
    assert.equal(server.requests.length, 2);
  });
});

describe('an object whose deletion was not answered', () => {
  for (const [name, ...replies] of [
    ['is gone', GONE],
    ['is gone when looked for', ANOTHER, GONE],
    ['is another one by now', ANOTHER, { body: stored(POD) }],
  ] satisfies [string, ...Reply[]][]) {
    it(`is taken for deleted when it ${name}`, async () => {
      const { cluster } = await httpCluster(script('lost', ...replies));
      assert.equal(await cluster.delete(PODS, WEB, { uid: 'before' }), true);
    });
  }
});

describe('a patch that was not answered', () => {
  it('fails by its own test when it is repeated: whoever sent it looks again', async () => {
    const patchFails = statusReply(422, { reason: 'Invalid', details: {} });
    const { cluster, server } = await httpCluster(script('lost', patchFails));
    const patching = cluster.patch(PODS, WEB, [
      { op: 'test', path: '/spec/image', value: 'a' },
      { op: 'replace', path: '/spec/image', value: 'b' },
    ]);
    assert.equal((await failureOf(patching, ClusterError)).failure, 'patch-test-failed');
    assert.equal(server.requests.length, 2);
  });
});
