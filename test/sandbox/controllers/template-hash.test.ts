import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonical, templateHash } from '../../../src/sandbox/controllers/template-hash.ts';

describe('template hash', () => {
  it('is short, and has neither vowels nor what looks like them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.match(templateHash(value), /^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
      }),
    );
  });

  it('does not depend on the order of fields', () => {
    assert.equal(templateHash({ a: 1, b: { c: 2, d: 3 } }), templateHash({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('tells different values apart', () => {
    assert.notEqual(templateHash({ a: 1 }), templateHash({ a: 2 }));
    assert.notEqual(templateHash({ a: [1, 2] }), templateHash({ a: [2, 1] }));
  });

  it('leaves absent fields out', () => {
    assert.equal(canonical({ a: undefined, b: 1 }), '{"b":1}');
  });
});
