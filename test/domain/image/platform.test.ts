import assert from 'node:assert/strict';
import { mightServe } from '../../../src/domain/image/platform.ts';

describe('mightServe: whether a node might run an image', () => {
  const cases: readonly [offered: string, node: string, expected: boolean][] = [
    ['linux/amd64', 'linux/amd64', true],
    ['linux/arm64', 'linux/amd64', false],
    ['windows/amd64', 'linux/amd64', false],
    ['linux/386', 'linux/amd64', true],
    ['linux/amd64', 'linux/386', false],
    ['linux/arm', 'linux/arm64', true],
    ['linux/x86_64', 'linux/amd64', true],
    ['linux/x86_64', 'linux/arm64', true],
    ['Linux/amd64', 'linux/amd64', true],
    ['Linux/arm64', 'linux/amd64', false],
    ['linux/unheard-of', 'linux/amd64', true],
  ];
  for (const [offered, node, expected] of cases) {
    it(`${offered} ${expected ? 'may' : 'cannot'} run on ${node}`, () => {
      assert.equal(mightServe(platform(offered), platform(node)), expected);
    });
  }
});

function platform(text: string): { readonly os: string; readonly architecture: string } {
  const [os = '', architecture = ''] = text.split('/');
  return { os, architecture };
}
