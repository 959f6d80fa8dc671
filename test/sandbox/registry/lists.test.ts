import assert from 'node:assert/strict';
import { MEDIA_TYPES } from '../../../src/sandbox/registry/media-types.ts';
import type { SandboxRegistry } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { DIGEST, errorCodes, start } from './ask-registry.ts';

describe('sandbox registry: lists', () => {
  async function pages(
    ask: (method: string, path: string) => Promise<Response>,
    path: string,
  ): Promise<readonly unknown[]> {
    const answer = await ask('GET', path);
    const next = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    const page: unknown = await answer.json();
    return next === undefined ? [page] : [page, ...(await pages(ask, next))];
  }

  async function withTags(registry: SandboxRegistry): Promise<void> {
    for (const tag of ['c', 'a', 'b']) registry.seedImage({ repository: 'a/b', tag });
    registry.seedImage({ repository: 'z/y', tag: '1' });
    return Promise.resolve();
  }

  it('come in pages', async () => {
    const { registry, ask } = await start({ pageSize: 2 });
    await withTags(registry);
    assert.deepEqual(await pages(ask, '/v2/a/b/tags/list'), [
      { name: 'a/b', tags: ['a', 'b'] },
      { name: 'a/b', tags: ['c'] },
    ]);
    assert.deepEqual(await pages(ask, '/v2/_catalog?n=1'), [
      { repositories: ['a/b'] },
      { repositories: ['z/y'] },
    ]);
  });

  it('come whole when they fit', async () => {
    const { registry, ask } = await start();
    await withTags(registry);
    assert.deepEqual(await pages(ask, '/v2/a/b/tags/list?n=3'), [{ name: 'a/b', tags: ['a', 'b', 'c'] }]);
    assert.deepEqual(await errorCodes(await ask('GET', '/v2/no/where/tags/list')), ['NAME_UNKNOWN']);
  });

  it('name the referrers of a manifest', async () => {
    const { registry, ask } = await start();
    const { digest } = registry.seedImage({ repository: 'a/b', tag: '1' });
    const artifact = (artifactType: string): string =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MEDIA_TYPES.oci.index,
        artifactType,
        manifests: [],
        subject: { digest },
      });
    for (const artifactType of ['x/sbom', 'x/signature']) {
      const put = await ask('PUT', '/v2/a/b/manifests/t', {
        body: artifact(artifactType),
        headers: { 'content-type': MEDIA_TYPES.oci.index },
      });
      assert.equal(put.headers.get('oci-subject'), digest);
    }
    const list = async (query: string) => {
      const answer = await ask('GET', `/v2/a/b/referrers/${digest}${query}`);
      const { manifests } = (await answer.json()) as { manifests: { artifactType: string }[] };
      return [
        answer.headers.get('oci-filters-applied'),
        ...manifests.map(({ artifactType }) => artifactType),
      ];
    };
    assert.deepEqual(await list(''), [null, 'x/sbom', 'x/signature']);
    assert.deepEqual(await list('?artifactType=x/sbom'), ['artifactType', 'x/sbom']);
  });

  it('name no referrers where the registry is too old', async () => {
    const { ask } = await start({ referrersApi: false });
    assert.equal((await ask('GET', `/v2/a/b/referrers/${DIGEST}`)).status, 404);
  });
});
