import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiServer } from '../support/api-server.ts';
import { certificates } from '../support/certificates.ts';
import { inOwnProcess } from '../support/own-process.ts';
import { VERSION_REPLY } from '../support/replies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('a process with a cluster', () => {
  it('ends when it is done, although connections are kept alive', async () => {
    const server = await apiServer(() => VERSION_REPLY);
    const code = `
      const cluster = await connectCluster({ server: process.env.SERVER, requestTimeoutSeconds: 3600 });
      console.log(await cluster.version());
    `;
    assert.equal(await inOwnProcess(code, { SERVER: server.url, HOME: temporaryFolder() }), 'v1.36.3\n');
  });

  it('does not load client-node', async () => {
    const server = await apiServer(() => VERSION_REPLY);
    const code = `
      const { registerHooks } = await import('node:module');
      registerHooks({ resolve: (name, context, next) => {
        if (name === '@kubernetes/client-node') console.log('loaded');
        return next(name, context);
      } });
      await (await connectCluster({ server: process.env.SERVER })).version();
    `;
    assert.equal(await inOwnProcess(code, { SERVER: server.url, HOME: temporaryFolder() }), '');
  });

  it("trusts the system's authorities when the kubeconfig names none", async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const HOME = temporaryFolder();
    const SSL_CERT_FILE = path.join(HOME, 'system.pem');
    writeFileSync(SSL_CERT_FILE, certificates().authority.cert);
    const code = `console.log(await (await connectCluster({ server: process.env.SERVER })).version());`;
    assert.equal(await inOwnProcess(code, { SERVER: server.url, HOME, SSL_CERT_FILE }), 'v1.36.3\n');
  });
});
