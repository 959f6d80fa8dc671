import assert from 'node:assert/strict';
import { requestLine } from '../../../src/sandbox/registry/registry-request.ts';
import { errorCodes, start } from './ask-registry.ts';

describe('sandbox registry', () => {
  it('limits the rate of pulls', async () => {
    const { registry, ask } = await start({ rateLimit: { pulls: 2, window: 3600 } });
    registry.seedImage({ repository: 'a/b', tag: '1' });
    const path = '/v2/a/b/manifests/1';
    const remaining = async (method: string) => (await ask(method, path)).headers.get('ratelimit-remaining');
    assert.deepEqual(
      [await remaining('GET'), await remaining('HEAD'), await remaining('GET')],
      ['1;w=3600', '1;w=3600', '0;w=3600'],
    );
    const refused = await ask('GET', path);
    assert.equal(refused.status, 429);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait > 3590 && wait <= 3600);
    assert.deepEqual(await errorCodes(refused), ['TOOMANYREQUESTS']);
  });

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
