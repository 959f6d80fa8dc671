import assert from 'node:assert/strict';
import type { SandboxRegistryOptions } from '../../../../src/sandbox/index.ts';
import { refer } from '../../../support/refer.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { client, imageOf } from '../support/client.ts';
import { countRequests } from '../support/request-lines.ts';

const PAGE_OF = '/v2/shop/web/referrers/';

async function signed(options: SandboxRegistryOptions = {}) {
  const registry = await sandbox(options);
  const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
  const signature = refer(registry, 'shop/web', digest);
  return { registry, image: { ...imageOf(registry.host), digest }, signature };
}

describe('what refers to an image', () => {
  it('is listed by the API', async () => {
    const { image, signature } = await signed();
    assert.deepEqual(await client().referrers(image), [signature]);
  });

  it('may be nothing', async () => {
    const { image } = await signed();
    assert.deepEqual(await client().referrers({ ...image, digest: `sha256:${'0'.repeat(64)}` }), []);
  });

  it('is read page by page', async () => {
    const next = `<https://elsewhere.example${PAGE_OF}x?n=1&last=a>; rel="next"`;
    const { registry, image, signature } = await signed({
      onRequest: ({ url }) =>
        url.pathname.startsWith(PAGE_OF) && url.search === '' ? { headers: { link: next } } : undefined,
    });
    assert.deepEqual(await client().referrers(image), [signature, signature]);
    assert.equal(countRequests(registry, `GET ${PAGE_OF}`), 2);
  });

  for (const status of [400, 401, 403, 404, 405, 500]) {
    it(`is found by the tag that stands in for an API that answers ${status}, which is asked once`, async () => {
      const { registry, image, signature } = await signed({
        onRequest: ({ url }) => (url.pathname.startsWith(PAGE_OF) ? { status } : undefined),
      });
      const entry = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: signature, size: 1 };
      const mediaType = 'application/vnd.oci.image.index.v1+json';
      const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [entry] }));
      registry.store.putManifest('shop/web', { mediaType, content }, image.digest.replace(':', '-'));
      const registries = client();
      assert.deepEqual(await registries.referrers(image), [signature]);
      const asked = countRequests(registry, `GET ${PAGE_OF}`);
      assert.deepEqual(await registries.referrers(image), [signature]);
      assert.equal(countRequests(registry, `GET ${PAGE_OF}`), asked);
    });
  }

  it('is nothing where a page of something else comes', async () => {
    const { image } = await signed({
      onRequest: ({ url }) =>
        url.pathname.startsWith(PAGE_OF)
          ? { headers: { 'content-type': 'text/html' }, body: '<html>' }
          : undefined,
    });
    assert.deepEqual(await client().referrers(image), []);
  });
});
