import assert from 'node:assert/strict';
import { start } from './ask-registry.ts';

describe('sandbox registry: tags', () => {
  it('are listed, of a repository that is there', async () => {
    const { registry, ask } = await start();
    for (const tag of ['2', '1']) registry.seedImage({ repository: 'a/b', tag });
    const answer = await ask('GET', '/v2/a/b/tags/list');
    assert.deepEqual(await answer.json(), { name: 'a/b', tags: ['1', '2'] });
    assert.equal((await ask('GET', '/v2/a/c/tags/list')).status, 404);
  });
});
