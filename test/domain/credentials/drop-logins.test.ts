import assert from 'node:assert/strict';
import { dropLogins } from '../../../src/domain/credentials/drop-logins.ts';
import { ExpectedError } from '../../../src/domain/errors.ts';

const OLD = { 'old.example': { auth: 'b2xk' } };
const NEW = { 'new.example': { auth: 'bmV3' } };

describe('dropLogins', () => {
  const cases: readonly [name: string, config: unknown, expected: unknown, isEmpty?: boolean][] = [
    ['takes the named logins out', { auths: { ...OLD, ...NEW } }, { auths: NEW }],
    ['has nothing to do where there are others only', { auths: NEW }, undefined],
    ['tells when nothing is left', { auths: OLD }, { auths: {} }, true],
    ['has nothing to do where there never was a login', {}, undefined],
    [
      'keeps what else stands in it',
      { auths: OLD, credHelpers: { 'x.example': 'ecr' } },
      { auths: {}, credHelpers: { 'x.example': 'ecr' } },
    ],
  ];
  for (const [name, config, expected, isEmpty = false] of cases) {
    it(name, () => {
      const dropped = dropLogins(JSON.stringify(config), new Set(['old.example']));
      assert.deepEqual(dropped === undefined ? undefined : JSON.parse(dropped.text), expected);
      assert.equal(dropped?.isEmpty ?? false, isEmpty);
    });
  }

  it('quotes nothing of what it cannot read', () => {
    assert.throws(
      () => dropLogins('{"auths": s3cret', new Set()),
      (error) => error instanceof ExpectedError && !error.message.includes('s3cret'),
    );
  });
});
