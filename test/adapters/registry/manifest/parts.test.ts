import assert from 'node:assert/strict';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { client, imageOf } from '../support/client.ts';
import { requestLines } from '../support/request-lines.ts';

describe('the parts of an image', () => {
  it('are all that an index lists, attestations too', async () => {
    const registry = await sandbox();
    const { manifests } = registry.seedImage({ repository: 'shop/web', tag: '1', attestation: true });
    const parts = await client().parts(imageOf(registry.host));
    assert.equal(parts.length, 2);
    assert.equal(parts[0], manifests['linux/amd64']);
  });

  it('are none of a single image, which is not even read', async () => {
    const registry = await sandbox();
    registry.seedImage({ repository: 'shop/web', tag: '1' });
    assert.deepEqual(await client().parts(imageOf(registry.host)), []);
    assert.deepEqual(requestLines(registry), ['GET /v2/', 'HEAD /v2/shop/web/manifests/1']);
  });

  it('are none where there is nothing', async () => {
    const registry = await sandbox();
    assert.deepEqual(await client().parts(imageOf(registry.host)), []);
  });

  it('are not read where the registry counts that', async () => {
    const registry = await sandbox({ rateLimit: { pulls: 100, window: 21_600 } });
    registry.seedImage({ repository: 'shop/web', tag: '1', platforms: ['linux/amd64', 'linux/arm64'] });
    assert.equal(await client().parts(imageOf(registry.host)), 'counted');
    assert.deepEqual(requestLines(registry), ['GET /v2/', 'HEAD /v2/shop/web/manifests/1']);
  });
});
