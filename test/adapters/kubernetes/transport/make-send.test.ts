import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { PODS } from '../../../../src/domain/kubernetes/resource.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { listReply, VERSION_REPLY } from '../support/replies.ts';

describe('requests', () => {
  it('go below the base path of the server', async () => {
    const { cluster, server } = await httpCluster(({ path }) => ({ body: { gitVersion: path } }));
    const based = await httpCluster(() => VERSION_REPLY, { server: `${server.url}/k8s/clusters/x/` });
    assert.equal(await based.cluster.version(), '/k8s/clusters/x/version');
    assert.equal(based.cluster.server, `${server.url}/k8s/clusters/x`);
    assert.equal(await cluster.version(), '/version');
  });

  it('accept gzip', async () => {
    const body = gzipSync(JSON.stringify(VERSION_REPLY.body));
    const { cluster, server } = await httpCluster(() => ({ headers: { 'Content-Encoding': 'gzip' }, body }));
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.equal(server.requests[0]?.headers['accept-encoding'], 'gzip');
  });

  it('ask for no compression when the kubeconfig says so', async () => {
    const { cluster, server } = await httpCluster(() => VERSION_REPLY, {
      clusterFields: { 'disable-compression': true },
    });
    await cluster.version();
    assert.equal(server.requests[0]?.headers['accept-encoding'], undefined);
  });

  it('say who sends them', async () => {
    const { cluster, server } = await httpCluster(() => VERSION_REPLY);
    await cluster.version();
    assert.match(server.requests[0]?.headers['user-agent'] ?? '', /^kubectl-registry-switch/);
  });

  it('end after --request-timeout when no answer comes', async () => {
    const { cluster, clock } = await httpCluster(() => undefined, { requestTimeoutSeconds: 0.02 });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /did not answer within the request timeout/);
    assert.match(error.nextStep ?? '', /--request-timeout/);
    assert.deepEqual(clock.slept, []);
  });

  it('end after --request-timeout when an answer does not end', async () => {
    const { cluster, server } = await httpCluster(
      (_request, response) => {
        response.write('{');
        return undefined;
      },
      { requestTimeoutSeconds: 0.02 },
    );
    const error = await failureOf(cluster.list(PODS, {})[Symbol.asyncIterator]().next(), ClusterError);
    assert.match(error.message, /request timeout/);
    assert.equal(server.requests.length, 1);
  });

  it('end with the reason of an abort and let the socket go', async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<undefined>();
    const { cluster } = await httpCluster(async (_request, response) => {
      response.write('{');
      abort.abort(new RangeError('enough'));
      await once(response, 'close');
      closed.resolve(undefined);
      return undefined;
    });
    await failureOf(cluster.version(abort.signal), RangeError);
    await closed.promise;
  });

  it('that write end with the reason of an abort, too', async () => {
    const abort = new AbortController();
    const { cluster } = await httpCluster(() => {
      abort.abort(new RangeError('enough'));
      return undefined;
    });
    await failureOf(cluster.create(PODS, pod('web'), { signal: abort.signal }), RangeError);
  });

  it('are not sent when already aborted', async () => {
    const { cluster, server } = await httpCluster(() => VERSION_REPLY);
    await failureOf(cluster.version(AbortSignal.abort(new RangeError('enough'))), RangeError);
    assert.equal(server.requests.length, 0);
  });

  it('leave no listener on the signal behind', async () => {
    const { cluster } = await httpCluster(({ path }) =>
      path === '/version' ? VERSION_REPLY : listReply([]),
    );
    const { signal } = new AbortController();
    await cluster.version(signal);
    await Array.fromAsync(cluster.list(PODS, {}, signal));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});
