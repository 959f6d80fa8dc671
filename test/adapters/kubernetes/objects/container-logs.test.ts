import assert from 'node:assert/strict';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { httpCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { statusReply } from '../support/replies.ts';

const POD = { namespace: 'shop', name: 'copy-1' };

describe('logs', () => {
  it('come line by line, wherever the network cuts them', async () => {
    const bytes = Buffer.from('first\n\nprice: 5 €\nlast');
    const cuts = [0, 2, 9, 18, 19, bytes.length];
    const { cluster } = await httpCluster(async (_request, response) => {
      for (const [index, cut] of cuts.entries()) {
        const { promise, resolve } = Promise.withResolvers<unknown>();
        response.write(bytes.subarray(cuts[index - 1] ?? 0, cut), resolve);
        await promise;
      }
      response.end();
      return undefined;
    });
    assert.deepEqual(await Array.fromAsync(cluster.logs(POD, {})), ['first', '', 'price: 5 €', 'last']);
  });

  it('are asked for as the query says', async () => {
    const { cluster, server } = await httpCluster(() => ({ body: '' }));
    await Array.fromAsync(cluster.logs(POD, { container: 'copier', follow: true, tailLines: 10 }));
    const [request] = server.requests;
    assert.equal(request?.path, '/api/v1/namespaces/shop/pods/copy-1/log');
    assert.deepEqual(request.query, { container: 'copier', follow: 'true', tailLines: '10' });
    assert.equal(request.headers['accept-encoding'], undefined);
  });

  it('come as they are written; the request timeout does not end them', async () => {
    const read = Promise.withResolvers<undefined>();
    const { cluster } = await httpCluster(
      async ({ path }, response) => {
        if (path === '/version') return undefined;
        response.write('first\n');
        await read.promise;
        response.end('second\n');
        return undefined;
      },
      { requestTimeoutSeconds: 0.02 },
    );
    const lines = cluster.logs(POD, { follow: true })[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, 'first');
    // Takes as long as the request timeout, which therefore is over for the log, too.
    await failureOf(cluster.version(), ClusterError);
    read.resolve(undefined);
    assert.equal((await lines.next()).value, 'second');
    assert.equal((await lines.next()).done, true);
  });

  it('of a container that is still being created are an error to try again after', async () => {
    const message = 'container "copier" in pod "copy-1" is waiting to start: ContainerCreating';
    const { cluster } = await httpCluster(() => statusReply(400, { reason: 'BadRequest', message }));
    const error = await failureOf(Array.fromAsync(cluster.logs(POD, {})), ClusterError);
    assert.deepEqual([error.failure, error.message], ['invalid', message]);
  });

  it('that break off are an error, not an end', async () => {
    const { cluster } = await httpCluster((_request, response) => {
      response.write('first\n', () => response.destroy());
      return undefined;
    });
    const error = await failureOf(Array.fromAsync(cluster.logs(POD, {})), ClusterError);
    assert.equal(error.failure, 'unreachable');
  });

  it('end with the reason of an abort, and free the socket', async () => {
    const abort = new AbortController();
    const { cluster, server } = await httpCluster((_request, response) => {
      response.write('first\n');
      return undefined;
    });
    const lines = cluster.logs(POD, { follow: true }, abort.signal)[Symbol.asyncIterator]();
    await lines.next();
    abort.abort(new RangeError('enough'));
    await failureOf(lines.next(), RangeError);
    await server.connectionsFall(0);
  });

  it('free the socket when the reader leaves', async () => {
    const { cluster, server } = await httpCluster((_request, response) => {
      response.write('first\n');
      return undefined;
    });
    for await (const line of cluster.logs(POD, { follow: true })) {
      assert.equal(line, 'first');
      break;
    }
    await server.connectionsFall(0);
  });
});
