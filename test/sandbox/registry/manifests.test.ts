import assert from 'node:assert/strict';
import { digestOf } from '../../../src/sandbox/registry/digest-of.ts';
import { MEDIA_TYPES } from '../../../src/sandbox/registry/media-types.ts';
import { DIGEST, errorCodes, start } from './ask-registry.ts';

const EMPTY_INDEX = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: [] });

describe('sandbox registry: manifests', () => {
  const type = { 'content-type': MEDIA_TYPES.oci.index };

  it('are put by tag and by digest, read, and deleted', async () => {
    const { ask } = await start();
    const digest = digestOf(Buffer.from(EMPTY_INDEX));
    const put = await ask('PUT', '/v2/a/b/manifests/1', { body: EMPTY_INDEX, headers: type });
    assert.deepEqual([put.status, put.headers.get('docker-content-digest')], [201, digest]);
    assert.equal(
      (await ask('PUT', `/v2/a/b/manifests/${digest}`, { body: EMPTY_INDEX, headers: type })).status,
      201,
    );
    const got = await ask('GET', '/v2/a/b/manifests/1');
    assert.deepEqual(
      [got.headers.get('content-type'), await got.text()],
      [MEDIA_TYPES.oci.index, EMPTY_INDEX],
    );
    assert.equal((await ask('DELETE', '/v2/a/b/manifests/1')).status, 202);
    assert.deepEqual(await errorCodes(await ask('GET', '/v2/a/b/manifests/1')), ['MANIFEST_UNKNOWN']);
    assert.equal((await ask('HEAD', `/v2/a/b/manifests/${digest}`)).status, 200);
    assert.equal((await ask('DELETE', `/v2/a/b/manifests/${digest}`)).status, 202);
    assert.equal((await ask('HEAD', `/v2/a/b/manifests/${digest}`)).status, 404);
  });

  it('lose their tags with them', async () => {
    const { registry, ask } = await start();
    const { digest } = registry.seedImage({ repository: 'a/b', tag: '1' });
    await ask('DELETE', `/v2/a/b/manifests/${digest}`);
    assert.deepEqual(registry.store.tags('a/b'), []);
  });

  it('are hidden from a client that does not accept their type', async () => {
    const { registry, ask } = await start();
    registry.seedImage({ repository: 'a/b', tag: '1' });
    const path = '/v2/a/b/manifests/1';
    assert.equal((await ask('GET', path, { headers: { accept: MEDIA_TYPES.docker.manifest } })).status, 404);
    assert.equal(
      (await ask('GET', path, { headers: { accept: `x/y, ${MEDIA_TYPES.oci.manifest};q=1` } })).status,
      200,
    );
  });

  for (const [what, path, body, status, code] of [
    ['that are no JSON', 'manifests/1', '{', 400, 'MANIFEST_INVALID'],
    ['under a wrong digest', `manifests/${DIGEST}`, EMPTY_INDEX, 400, 'DIGEST_INVALID'],
    [
      'whose layers are absent',
      'manifests/1',
      JSON.stringify({ layers: [{ digest: DIGEST }] }),
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ],
    [
      'whose images are absent',
      'manifests/1',
      JSON.stringify({ manifests: [{ digest: DIGEST }] }),
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ],
  ] as const) {
    it(`are refused ${what}`, async () => {
      const { ask } = await start();
      const answer = await ask('PUT', `/v2/a/b/${path}`, { body, headers: type });
      assert.equal(answer.status, status);
      assert.deepEqual(await errorCodes(answer), [code]);
    });
  }

  it('of a seeded image are whole', async () => {
    const { registry, ask } = await start();
    const image = registry.seedImage({
      repository: 'a/b',
      tag: '1',
      platforms: ['linux/amd64', 'linux/arm/v7'],
      attestation: true,
    });
    const index = (await (await ask('GET', '/v2/a/b/manifests/1')).json()) as {
      manifests: { digest: string; size: number }[];
    };
    assert.equal(index.manifests.length, 3);
    assert.deepEqual(
      Object.values(image.manifests),
      index.manifests.slice(0, 2).map(({ digest }) => digest),
    );
    for (const { digest, size } of index.manifests) {
      const content = Buffer.from(await (await ask('GET', `/v2/a/b/manifests/${digest}`)).arrayBuffer());
      assert.equal(content.length, size);
      const put = await ask('PUT', '/v2/a/b/manifests/copy', {
        body: content,
        headers: { 'content-type': MEDIA_TYPES.oci.manifest },
      });
      assert.equal(put.status, 201);
    }
  });
});
