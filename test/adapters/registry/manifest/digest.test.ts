import assert from 'node:assert/strict';
import type { RegistryFault } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { requestLines } from '../support/request-lines.ts';
import { client, imageOf } from '../support/client.ts';

const OTHER = `sha256:${'0'.repeat(64)}` as const;

describe('digest of an image', () => {
  it('is read with one HEAD after the first contact', async () => {
    const registry = await sandbox();
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    assert.equal(await client().digest(imageOf(registry.host)), digest);
    assert.deepEqual(requestLines(registry), ['GET /v2/', 'HEAD /v2/shop/web/manifests/1']);
  });

  for (const [what, seed] of Object.entries({
    'an OCI manifest': {},
    'an OCI index': { platforms: ['linux/amd64', 'linux/arm64'] },
    'a Docker manifest': { format: 'docker' as const },
    'a Docker manifest list': { format: 'docker' as const, platforms: ['linux/amd64', 'linux/arm64'] },
  })) {
    it(`is that of ${what}`, async () => {
      const registry = await sandbox();
      const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1', ...seed });
      assert.equal(await client().digest(imageOf(registry.host)), digest);
    });
  }

  it('is asked for with schema 1 as the last resort', async () => {
    const registry = await sandbox();
    await client().digest(imageOf(registry.host));
    const accept = registry.requests.at(-1)?.headers.accept?.split(', ') ?? [];
    assert.equal(accept[0], 'application/vnd.oci.image.index.v1+json');
    assert.equal(
      accept.findIndex((type) => type.includes('docker.distribution.manifest.v1+')),
      accept.length - 2,
    );
  });

  it('is of what the reference pins, not of its tag', async () => {
    const registry = await sandbox();
    const old = registry.seedImage({ repository: 'shop/web', tag: '1', labels: { age: 'old' } });
    registry.seedImage({ repository: 'shop/web', tag: '1', labels: { age: 'new' } });
    assert.equal(await client().digest({ ...imageOf(registry.host), digest: old.digest }), old.digest);
  });

  it('is of the tag latest where the reference names none', async () => {
    const registry = await sandbox();
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: 'latest' });
    assert.equal(await client().digest({ host: registry.host, repository: 'shop/web' }), digest);
  });

  it('is undefined where there is no such repository, tag or digest', async () => {
    const registry = await sandbox();
    registry.seedImage({ repository: 'shop/web', tag: '1' });
    const registries = client();
    assert.equal(await registries.digest(imageOf(registry.host, 'shop/none')), undefined);
    assert.equal(await registries.digest(imageOf(registry.host, 'shop/web', '2')), undefined);
    assert.equal(await registries.digest({ ...imageOf(registry.host), digest: OTHER }), undefined);
  });

  for (const [what, fault] of Object.entries<RegistryFault>({
    'names no digest': { headers: { 'docker-content-digest': undefined } },
    'names nonsense': { headers: { 'docker-content-digest': 'sha256:xyz' } },
    'knows no HEAD': { status: 405 },
  })) {
    it(`is computed where the registry ${what}`, async () => {
      const registry = await sandbox({ onRequest: ({ method }) => (method === 'HEAD' ? fault : undefined) });
      const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
      assert.equal(await client().digest(imageOf(registry.host)), digest);
      assert.equal(requestLines(registry).at(-1), 'GET /v2/shop/web/manifests/1');
    });
  }

  it('is an error when it is not the pinned one', async () => {
    const registry = await sandbox({ onRequest: () => ({ headers: { 'docker-content-digest': OTHER } }) });
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    const error = await failureOf(client().digest({ ...imageOf(registry.host), digest }));
    assert.equal(error.failure, 'invalid');
  });

  it('is an error where something else than a registry answers', async () => {
    const registry = await sandbox({ onRequest: () => ({ status: 418 }) });
    const error = await failureOf(client().digest(imageOf(registry.host)));
    assert.equal(error.failure, 'invalid');
    assert.match(error.message, /418/);
    assert.equal(error.host, registry.host);
  });
});
