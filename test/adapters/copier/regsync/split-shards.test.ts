import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitIntoShards } from '../../../../src/adapters/copier/regsync/split-shards.ts';
import { copy, digest, manyCopies } from './copy-request.ts';

function toRepository(repository: string, count: number) {
  return Array.from({ length: count }, (_, tag) =>
    copy(`old.example/${repository}@${digest('a')}`, `new.example/${repository}:${tag}`),
  );
}

describe('splitIntoShards', () => {
  const table: [string, number, number, number[]][] = [
    ['one copy for three pods', 1, 3, [1]],
    ['as many as pods', 3, 3, [1, 1, 1]],
    ['evenly', 10, 3, [4, 3, 3]],
    ['no parallelism', 10, 1, [10]],
    ['a shard is never longer than 500', 1200, 1, [400, 400, 400]],
  ];
  for (const [name, copies, parallelism, lengths] of table) {
    it(name, () => {
      const shards = splitIntoShards(manyCopies(copies), parallelism);
      assert.deepEqual(
        shards.map((shard) => shard.length),
        lengths,
      );
    });
  }

  it('keeps copies to one repository together', () => {
    const copies = [...toRepository('a', 3), ...toRepository('b', 3)];
    const mixed = copies.toSorted((a, b) => a.target.tag.localeCompare(b.target.tag));
    const repositories = splitIntoShards(mixed, 2).map((shard) =>
      shard.map(({ target }) => target.repository).join(''),
    );
    assert.deepEqual(repositories, ['aaa', 'bbb']);
  });

  it('splits a repository that is more than a fair share', () => {
    const shards = splitIntoShards(toRepository('a', 9), 3);
    assert.deepEqual(
      shards.map((shard) => shard.length),
      [3, 3, 3],
    );
  });

  it('loses and repeats no copy, and leaves no shard empty', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (repositories, parallelism) => {
        const copies = repositories.flatMap((size, index) => toRepository(`r${index}`, size));
        const shards = splitIntoShards(copies, parallelism);
        assert.deepEqual(new Set(shards.flat()), new Set(copies));
        assert.equal(shards.flat().length, copies.length);
        assert.ok(shards.length <= parallelism);
        assert.ok(shards.every((shard) => shard.length > 0));
      }),
    );
  });
});
