import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { digestOf } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { client, imageOf } from '../support/client.ts';

const OTHER = `sha256:${'0'.repeat(64)}` as const;

describe('the digest of an image', () => {
  it('computes the digest by the algorithm of the pinned one', async () => {
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [],
    });
    const digest = `sha512:${createHash('sha512').update(body).digest('hex')}` as const;
    const registry = await sandbox({ onRequest: () => ({ status: 200, body }) });
    assert.equal((await client().inspect({ ...imageOf(registry.host), digest }))?.digest, digest);
  });

  it('computes the digest of a signed schema 1 manifest without its signatures', async () => {
    const registry = await sandbox();
    const payload = '{\n   "schemaVersion": 1,\n   "architecture": "amd64"\n}';
    const length = payload.lastIndexOf('\n');
    const header = {
      formatLength: length,
      formatTail: Buffer.from(payload.slice(length)).toString('base64url'),
    };
    const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');
    const content = `${payload.slice(0, length)},\n   "signatures": [{"protected": "${protectedHeader}"}]\n}`;
    const mediaType = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    registry.store.putManifest('shop/web', { mediaType, content: Buffer.from(content) }, '1');
    const digest = digestOf(Buffer.from(payload));
    const image = { ...imageOf(registry.host), digest };
    const pinned = await sandbox({
      onRequest: ({ url }) =>
        url.pathname.endsWith(digest)
          ? {
              status: 200,
              headers: { 'content-type': mediaType, 'docker-content-digest': digest },
              body: content,
            }
          : undefined,
    });
    const found = await client().inspect({ ...image, host: pinned.host });
    const platform = { os: 'linux', architecture: 'amd64' };
    const manifests = [{ platform, digest }];
    assert.deepEqual(found, {
      digest,
      mediaType,
      platforms: [platform],
      manifests,
      complete: true,
      unplaced: [],
    });
  });

  it('catches a registry whose header lies', async () => {
    const registry = await sandbox({ onRequest: () => ({ headers: { 'docker-content-digest': OTHER } }) });
    registry.seedImage({ repository: 'shop/web', tag: '1' });
    const error = await failureOf(client().inspect(imageOf(registry.host)));
    assert.equal(error.failure, 'invalid');
    assert.match(error.message, /another manifest/);
  });

  it('catches content that is not what the reference pins', async () => {
    const registry = await sandbox({
      onRequest: ({ url }) =>
        url.pathname.includes('manifests') ? { status: 200, body: '{"schemaVersion":2}' } : undefined,
    });
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    const error = await failureOf(client().inspect({ ...imageOf(registry.host), digest }));
    assert.equal(error.failure, 'invalid');
  });

  it('computes a digest that the registry does not name', async () => {
    const registry = await sandbox({
      onRequest: () => ({ headers: { 'docker-content-digest': undefined } }),
    });
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    assert.equal((await client().inspect(imageOf(registry.host)))?.digest, digest);
  });

  it('catches a configuration with other bytes', async () => {
    const forged = '{"os":"linux","architecture":"s390x"}';
    const registry = await sandbox({
      onRequest: ({ url }) => (url.pathname.includes('/blobs/') ? { body: forged, status: 200 } : undefined),
    });
    registry.seedImage({ repository: 'shop/web', tag: '1' });
    assert.match((await failureOf(client().inspect(imageOf(registry.host)))).message, /other content/);
  });
});
