import assert from 'node:assert/strict';
import type { HidingStyle, RepositoryRules } from '../../../src/sandbox/registry/repository-rules.ts';
import { sandbox } from '../../support/sandbox-registry.ts';

const PATH = '/v2/a/b/manifests/1';

async function started(manners: RepositoryRules) {
  const registry = await sandbox({ manners: (repository) => (repository === 'a/b' ? manners : {}) });
  return { registry, get: async (path: string) => fetch(`${registry.url}${path}`) };
}

describe('sandbox registry: manners', () => {
  const hiding: readonly [HidingStyle, number, string, boolean][] = [
    ['empty-token', 401, 'UNAUTHORIZED', false],
    ['unauthorized', 401, 'UNAUTHORIZED', true],
    ['denied', 403, 'DENIED', false],
  ];
  for (const [hides, status, code, challenges] of hiding) {
    it(`hides what is missing until it is there: ${hides}`, async () => {
      const { registry, get } = await started({ hides });
      const answer = await get(PATH);
      assert.equal(answer.status, status);
      assert.match(await answer.text(), new RegExp(code));
      assert.equal(answer.headers.has('www-authenticate'), challenges);
      assert.equal((await get('/v2/other/manifests/1')).status, 404);
      registry.seedImage({ repository: 'a/b', tag: '1' });
      assert.equal((await get(PATH)).status, 200);
      assert.equal((await get('/v2/a/b/manifests/2')).status, 404);
    });
  }

  it('hides it for ever', async () => {
    const { registry, get } = await started({ hides: 'denied', hidesForEver: true });
    registry.seedImage({ repository: 'a/b', tag: '1' });
    assert.equal((await get(PATH)).status, 403);
  });

  it('lets a tag be put once', async () => {
    const { registry, get } = await started({ immutableTags: true });
    registry.seedImage({ repository: 'a/b', tag: '1' });
    const found = await get(PATH);
    const body = await found.text();
    const headers = { 'content-type': found.headers.get('content-type') ?? '' };
    const put = async (tag: string) =>
      fetch(`${registry.url}/v2/a/b/manifests/${tag}`, { method: 'PUT', body, headers });
    const again = await put('1');
    assert.equal(again.status, 400);
    assert.match(await again.text(), /TAG_INVALID/);
    assert.equal((await put('2')).status, 201);
  });
});
