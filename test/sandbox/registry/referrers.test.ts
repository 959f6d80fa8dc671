import assert from 'node:assert/strict';
import { MEDIA_TYPES } from '../../../src/sandbox/registry/media-types.ts';
import { start } from './ask-registry.ts';

describe('sandbox registry: referrers', () => {
  it('are named, all or those of one type', async () => {
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
});
