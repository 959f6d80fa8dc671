import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../../src/sandbox/objects/json/parse-json.ts';
import { refusal } from '../some-objects.ts';

describe('parseJson', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['nothing', '{"a":{"b":1},"c":{"b":2}}', []],
    ['a field', '{"a":1,"b":2,"a":3}', ['a']],
    ['a field further down, once for each time', '{"a":{"b":1,"b":2,"b":3}}', ['a.b', 'a.b']],
    ['a field in a list', '{"a":[{"b":1},{"b":1, "c":[],"b" : 2}]}', ['a[1].b']],
    ['a field with an escaped name', '{"\\u0061":1,"a":2}', ['a']],
    ['nothing in texts that look like fields', '{"a":"\\"b\\": 1, \\"b\\": 2","c":"a\\": "}', []],
  ];
  for (const [name, text, duplicates] of cases) {
    it(`tells that ${name} comes twice`, () => {
      assert.deepEqual(parseJson(text), { value: JSON.parse(text) as unknown, duplicates });
    });
  }

  it('finds no field twice in what was an object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(parseJson(JSON.stringify(value)).duplicates, []);
      }),
    );
  });

  it('refuses what is not JSON', () => {
    assert.equal(refusal(() => parseJson('{')).code, 400);
  });
});
