import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { apiServer } from '../support/api-server.ts';
import { VERSION_REPLY } from '../support/replies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('a process that is done with its cluster', () => {
  it('ends, although the connection is kept alive, and has not loaded client-node', async () => {
    const server = await apiServer(() => VERSION_REPLY);
    const module = new URL('../../../../src/adapters/kubernetes/connect-cluster.ts', import.meta.url);
    const script = `
      import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => {
        if (name === '@kubernetes/client-node') console.log('client-node');
        return next(name, context);
      } });
      const { connectCluster } = await import(${JSON.stringify(module.href)});
      console.log(await (await connectCluster({ server: process.env.SERVER })).version());
    `;
    const env = { SERVER: server.url, HOME: temporaryFolder() };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env,
    });
    assert.equal(stdout, 'v1.36.3\n');
    assert.equal(server.openConnections(), 0);
  });
});
