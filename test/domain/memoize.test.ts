import assert from 'node:assert/strict';
import { memoize } from '../../src/domain/memoize.ts';

describe('remembering', () => {
  it('asks once for questions of one key, also while the first is not answered', async () => {
    const asked: string[] = [];
    const ask = memoize(
      (host: string, name: string) => `${host}/${name}`,
      async (host, name) => {
        asked.push(name);
        return Promise.resolve(`${host} has ${name}`);
      },
    );
    assert.deepEqual(await Promise.all([ask('a', 'x'), ask('a', 'x'), ask('a', 'y')]), [
      'a has x',
      'a has x',
      'a has y',
    ]);
    assert.deepEqual(asked, ['x', 'y']);
  });

  it('remembers also that there is no answer', () => {
    const asked: string[] = [];
    const ask = memoize(String, (name: string): string | undefined => {
      asked.push(name);
      return undefined;
    });
    assert.deepEqual([ask('x'), ask('x'), asked], [undefined, undefined, ['x']]);
  });
});
