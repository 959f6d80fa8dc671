import assert from 'node:assert/strict';
import { namespaceList } from '../../src/cli/namespace-list.ts';
import { UsageError } from '../../src/domain/errors.ts';

describe('namespaceList', () => {
  const cases: readonly [given: readonly string[] | undefined, names: readonly string[]][] = [
    [undefined, []],
    [['shop'], ['shop']],
    [
      ['shop', 'data'],
      ['shop', 'data'],
    ],
    [['shop,data'], ['shop', 'data']],
    [
      ['shop, data', 'team-*'],
      ['shop', 'data', 'team-*'],
    ],
    [['*'], ['*']],
  ];
  for (const [given, names] of cases) {
    it(`reads ${JSON.stringify(given)}`, () => {
      assert.deepEqual(namespaceList(given, '--namespace'), names);
    });
  }

  for (const given of ['', ' ', 'shop,', ',', 'Shop', 'shop/web', 'a b', '-x', 'x-']) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => namespaceList([given], '--namespace'),
        (error) =>
          error instanceof UsageError && error.message.startsWith('--namespace: invalid namespace "'),
      );
    });
  }
});
