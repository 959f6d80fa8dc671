import assert from 'node:assert/strict';
import { dropLogins } from '../../../src/domain/credentials/drop-logins.ts';
import { ExpectedError } from '../../../src/domain/errors.ts';

const OLD = { 'old.example': { auth: 'b2xk' } };
const NEW = { 'new.example': { auth: 'bmV3' } };

describe('dropLogins', () => {
  const cases: readonly [name: string, config: unknown, expected: unknown][] = [
    ['takes the named logins out', { auths: { ...OLD, ...NEW } }, { auths: NEW }],
    ['leaves others as they are', { auths: NEW }, { auths: NEW }],
    ['tells when nothing is left', { auths: OLD }, undefined],
    ['tells when there never was a login', {}, undefined],
    [
      'keeps what else stands in it',
      { auths: OLD, credHelpers: { 'x.example': 'ecr' } },
      { auths: {}, credHelpers: { 'x.example': 'ecr' } },
    ],
  ];
  for (const [name, config, expected] of cases) {
    it(name, () => {
      const text = dropLogins(JSON.stringify(config), new Set(['old.example']));
      assert.deepEqual(text === undefined ? undefined : JSON.parse(text), expected);
    });
  }

  it('quotes nothing of what it cannot read', () => {
    assert.throws(
      () => dropLogins('{"auths": s3cret', new Set()),
      (error) => error instanceof ExpectedError && !error.message.includes('s3cret'),
    );
  });
});
