import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { groupByReference, ReferenceMap } from '../../../src/domain/image/reference-map.ts';

const A = parseImageReference('nginx:1');
const A_AGAIN = parseImageReference('docker.io/library/nginx:1');
const B = parseImageReference('nginx:2');

describe('ReferenceMap', () => {
  it('has one value for what names the same', () => {
    const map = new ReferenceMap([
      [A, 1],
      [B, 2],
    ]);
    map.set(A_AGAIN, 3);
    assert.deepEqual([map.get(A), map.get(B), map.values()], [3, 2, [3, 2]]);
  });
});

describe('groupByReference', () => {
  it('puts together what names the same, and what names nothing', () => {
    const groups = groupByReference([B, undefined, A, A_AGAIN, undefined], (image) => image);
    assert.deepEqual(groups, [[B], [undefined, undefined], [A, A_AGAIN]]);
  });
});
