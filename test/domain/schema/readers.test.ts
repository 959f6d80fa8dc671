import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseVersioned } from '../../../src/domain/schema/parse-versioned.ts';
import {
  boolean,
  fields,
  integer,
  listOf,
  MalformedError,
  mapOf,
  oneOf,
  onlyFields,
  optional,
  text,
} from '../../../src/domain/schema/readers.ts';

const PERSON = fields({
  name: text({ most: 10, pattern: /^[a-z]+$/ }),
  age: optional(integer({ min: 0, max: 150 })),
  kind: oneOf(['user', 'group']),
  admin: boolean,
  mails: listOf(text({ most: 20 }), 2),
  notes: mapOf(integer({ min: 0, max: 9 }), { key: /^[a-z]+$/, most: 2 }),
});

const JANE = { name: 'jane', age: 7, kind: 'user', admin: true, mails: ['a'], notes: { a: 1 } };

describe('the readers of values that others may have written', () => {
  it('give a value of its type', () => {
    assert.deepEqual(PERSON(JANE, ''), JANE);
  });

  const wrong: readonly [what: string, value: unknown, problem: string][] = [
    ['no object', [], 'it is not an object'],
    ['nothing', null, 'it is not an object'],
    ['a text of another type', { ...JANE, name: 7 }, 'name is not text'],
    ['a text that is too long', { ...JANE, name: 'x'.repeat(11) }, 'name is longer than 10 characters'],
    ['a text of another form', { ...JANE, name: 'J\u001b' }, 'name has the wrong form'],
    ['no whole number', { ...JANE, age: 1.5 }, 'age is not a whole number from 0 to 150'],
    ['a number out of bounds', { ...JANE, age: 151 }, 'age is not a whole number from 0 to 150'],
    ['an option that there is not', { ...JANE, kind: 'root' }, 'kind is not one of user, group'],
    ['a text for a switch', { ...JANE, admin: 'true' }, 'admin is neither true nor false'],
    ['no list', { ...JANE, mails: { length: 1 } }, 'mails is not a list'],
    ['a list that is too long', { ...JANE, mails: ['a', 'b', 'c'] }, 'mails has more than 2 entries'],
    ['an entry of another type', { ...JANE, mails: ['a', null] }, 'mails[1] is not text'],
    ['a map with too much', { ...JANE, notes: { a: 1, b: 2, c: 3 } }, 'notes has more than 2 entries'],
    [
      'a map with a key of another form',
      { ...JANE, notes: { A: 1 } },
      'notes has a key that has the wrong form',
    ],
    ['a map with another value', { ...JANE, notes: { a: 'x' } }, 'notes.a is not a whole number from 0 to 9'],
    ['a field that is missing', { ...JANE, admin: undefined }, 'admin is neither true nor false'],
  ];
  for (const [what, value, problem] of wrong) {
    it(`refuse ${what}`, () => {
      assert.throws(() => PERSON(value, ''), new MalformedError(problem));
    });
  }

  it('refuse what was not asked for, where nothing else may be', () => {
    const card = onlyFields({ name: text({ most: 10 }) });
    assert.deepEqual(card({ name: 'jane' }, ''), { name: 'jane' });
    assert.throws(() => card({ name: 'jane', age: 7 }, ''), new MalformedError('it has an unknown field'));
    assert.throws(() => card(JSON.parse('{"name":"jane","__proto__":{}}'), 'a'), MalformedError);
  });

  it('leave out what was not asked for, and touch no prototype', () => {
    const hostile: unknown = JSON.parse(
      JSON.stringify({ ...JANE, more: 1 }).replace('{', '{"__proto__":{"admin":false,"polluted":true},'),
    );
    const read = PERSON(hostile, '');
    assert.deepEqual(read, JANE);
    assert.equal(Object.getPrototypeOf(read), Object.prototype);
    assert.equal('polluted' in {}, false);
    const notes: unknown = JSON.parse('{"__proto__": 1}');
    assert.throws(() => PERSON({ ...JANE, notes }, ''), /notes has a key/);
  });

  it('read own fields only: what a prototype has is missing', () => {
    assert.throws(() => PERSON(Object.create(JANE), ''), MalformedError);
  });

  it('say for anything what is wrong, never how it was with them', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.throws(() => PERSON(value, ''), MalformedError);
      }),
    );
  });
});

describe('documents with a version', () => {
  const read = (json: string) =>
    parseVersioned(json, { version: 2, kind: 'Run', reader: fields({ a: integer({ min: 0, max: 9 }) }) });

  it('are read when it is ours', () => {
    assert.deepEqual(read('{"apiVersion": "registry-switch/v2", "kind": "Run", "a": 1}'), { a: 1 });
  });

  const wrong: readonly [what: string, json: string, problem: RegExp][] = [
    [
      'a newer one wrote',
      '{"apiVersion": "registry-switch/v3", "kind": "Run", "a": 1}',
      /newer version.*: upgrade/,
    ],
    [
      'an older one wrote',
      '{"apiVersion": "registry-switch/v1", "a": 1}',
      /its version is not registry-switch\/v2/,
    ],
    ['do not name it', '{"a": 1}', /it has no version/],
    [
      'are of another kind',
      '{"apiVersion": "registry-switch/v2", "kind": "Plan", "a": 1}',
      /it is not a Run/,
    ],
    ['name something else', '{"apiVersion": {"x": 1}, "a": 1}', /it has no version/],
    ['are no JSON', '{', /it is not JSON/],
    ['are no object', 'null', /it has no version/],
    ['are empty', '', /it is not JSON/],
  ];
  for (const [what, json, problem] of wrong) {
    it(`are refused when they ${what}`, () => {
      assert.throws(
        () => read(json),
        (error) => error instanceof MalformedError && problem.test(error.message),
      );
    });
  }
});
