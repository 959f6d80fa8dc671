import assert from 'node:assert/strict';
import { requestLine } from '../../../src/sandbox/registry/registry-request.ts';
import { start } from './ask-registry.ts';

describe('sandbox registry', () => {
  it('writes down what it was asked, refused or not', async () => {
    const { registry, ask } = await start({ auth: { kind: 'basic', users: {} } });
    await ask('GET', '/v2/a/b/tags/list?n=1');
    await ask('GET', '/nowhere');
    assert.deepEqual(registry.requests.map(requestLine), ['GET /v2/a/b/tags/list?n=1', 'GET /nowhere']);
  });

  it('answers 404 and 405 to what it does not know', async () => {
    const { ask } = await start();
    assert.equal((await ask('GET', '/v2/a/b/unknown')).status, 404);
    assert.equal((await ask('PUT', '/v2/')).status, 405);
    assert.equal((await ask('GET', '/v2/a/b/blobs/uploads/')).status, 405);
    assert.equal((await ask('GET', '/token')).status, 404);
  });
});
