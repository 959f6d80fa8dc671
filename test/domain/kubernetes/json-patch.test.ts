import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonPointer, pointerSegments } from '../../../src/domain/kubernetes/json-patch.ts';

describe('jsonPointer', () => {
  it('escapes what RFC 6901 escapes', () => {
    assert.equal(jsonPointer('spec', 0, 'a/b', 'm~n', ''), '/spec/0/a~1b/m~0n/');
  });

  it('is read back by pointerSegments', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a') })), (segments) => {
        assert.deepEqual(pointerSegments(jsonPointer(...segments)), segments);
      }),
    );
  });
});
