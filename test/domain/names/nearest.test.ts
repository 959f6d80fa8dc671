import assert from 'node:assert/strict';
import { didYouMean, nearest } from '../../../src/domain/names/nearest.ts';

const SHOP = ['shop', 'shops', 'data', 'kube-system'].map((name) => ({ name }));

describe('nearest', () => {
  const cases: readonly [meant: string, found: readonly string[]][] = [
    ['shpo', ['shop', 'shops']],
    ['Shop', ['shop', 'shops']],
    ['kube-sytem', ['kube-system']],
    ['misspelt.example', []],
    ['kub', ['kube-system']],
    ['mama', []],
    ['s', []],
    ['', []],
  ];
  for (const [meant, found] of cases) {
    it(`finds ${found.join(', ') || 'nothing'} for ${JSON.stringify(meant)}`, () => {
      assert.deepEqual(nearest(meant, SHOP), found);
    });
  }

  it('goes by any spelling, and shows how to type it', () => {
    const web = { name: 'shop/deployment.apps/web', spellings: ['web', 'shop/web', 'deploy/web'] };
    for (const meant of ['shop/web', 'deploy/wbe', 'wep'])
      assert.deepEqual(nearest(meant, [web]), [web.name]);
  });

  it('shows a handful', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ name: `web-${index}` }));
    assert.equal(nearest('web-', many).length, 5);
  });
});

describe('didYouMean', () => {
  const words = { what: 'namespaces', otherwise: 'There is none.' };

  it('names what is near, else what there is, else says so', () => {
    assert.equal(didYouMean('shpo', SHOP, words), 'Did you mean shop or shops?');
    assert.equal(didYouMean('x', SHOP, words), 'There are namespaces: data, kube-system, shop, shops.');
    assert.equal(didYouMean('x', [], words), 'There is none.');
  });
});
