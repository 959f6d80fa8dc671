import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonFault } from '../../../../src/sandbox/objects/json/json-fault.ts';

describe('jsonFault', () => {
  const cases: readonly [string, string][] = [
    ['', 'unexpected end of JSON input'],
    ['{"a": ', 'unexpected end of JSON input'],
    ['"a', 'unexpected end of JSON input'],
    ['secret', "invalid character 's' looking for beginning of value"],
    ['nonsense', "invalid character 'o' in literal null (expecting 'u')"],
    ['{a}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ];
  for (const [text, fault] of cases) {
    it(`says what is wrong with ${text}`, () => {
      assert.equal(jsonFault(text), fault);
    });
  }

  it('finds nothing wrong with JSON, and something with what is none', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ minLength: 1, maxLength: 2 }), (text, place, other) => {
        assert.equal(jsonFault(text), undefined);
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        assert.equal(jsonFault(changed) === undefined, isJson(changed), changed);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
