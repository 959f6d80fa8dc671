import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectCluster } from '../../../../src/adapters/kubernetes/connect-cluster.ts';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { PODS } from '../../../../src/domain/kubernetes/resource.ts';
import { failureOf } from '../support/failure-of.ts';
import { pod } from '../support/pods.ts';
import { recordingClock } from '../../../support/recording-clock.ts';
import { onTearDown } from '../../../support/tear-down.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function start(port: number): Promise<Server> {
  const server = createServer((_request, response) => {
    // No kept connection: its end must not be seen in the middle of the next request.
    response.writeHead(200, { Connection: 'close' }).end(JSON.stringify(pod('web')));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

describe('a refused connection', () => {
  it('is waited for, by writes too, when the server has answered before', async () => {
    const first = await start(0);
    const { port } = first.address() as AddressInfo;
    const clock = recordingClock();
    const restarted: Promise<Server>[] = [];
    const restartingClock = {
      ...clock,
      sleep: async (milliseconds: number) => {
        await clock.sleep(milliseconds);
        if (clock.slept.length === 3) restarted.push(start(port));
        await Promise.all(restarted);
      },
    };
    onTearDown(async () => Promise.all((await Promise.all(restarted)).map(stop)));
    const options = { server: `http://127.0.0.1:${port}`, env: { HOME: temporaryFolder() } };
    const cluster = await connectCluster(options, { clock: restartingClock });
    await cluster.version();
    await stop(first);
    assert.equal((await cluster.create(PODS, pod('web'))).metadata.name, 'web');
    assert.equal(clock.slept.length, 3);
  });

  it('fails at once when the server has never answered', async () => {
    const clock = recordingClock();
    const options = { server: 'http://127.0.0.1:1', env: { HOME: temporaryFolder() } };
    const cluster = await connectCluster(options, { clock });
    await failureOf(cluster.version(), ClusterError);
    assert.deepEqual(clock.slept, []);
  });
});
