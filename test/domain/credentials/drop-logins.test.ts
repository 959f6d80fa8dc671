import assert from 'node:assert/strict';
import { dropLogins } from '../../../src/domain/credentials/drop-logins.ts';
import { ExpectedError } from '../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { secret } from '../../support/builders/secrets.ts';

const OLD = { 'old.example': { auth: 'b2xk' } };
const NEW = { 'new.example': { auth: 'bmV3' } };

function secretOf(text: string): KubernetesObject {
  return secret({ name: 'login', type: 'kubernetes.io/dockerconfigjson' }, { '.dockerconfigjson': text });
}

/** What a patch writes. */
function textIn(patch: JsonPatch | undefined): unknown {
  const written = patch?.find(({ op }) => op === 'replace');
  if (written === undefined || !('value' in written)) return undefined;
  return JSON.parse(Buffer.from(String(written.value), 'base64').toString());
}

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
      const object = secretOf(JSON.stringify(config));
      const dropped = dropLogins(object, new Set(['old.example']));
      assert.deepEqual(textIn(dropped?.patch), expected);
      assert.equal(dropped?.isEmpty ?? false, isEmpty);
    });
  }

  it('takes them out of a Secret of the older form, where it holds its logins', () => {
    const texts = { '.dockercfg': JSON.stringify({ ...OLD, ...NEW }), '.dockerconfigjson': '{}' };
    const legacy = secret({ name: 'legacy', type: 'kubernetes.io/dockercfg' }, texts);
    const dropped = dropLogins(legacy, new Set(['old.example']));
    assert.deepEqual(textIn(dropped?.patch), NEW);
    assert.equal(dropped?.patch[0]?.path, '/data/.dockercfg');
    assert.equal(dropLogins(legacy, new Set(['old.example', 'new.example']))?.isEmpty, true);
    assert.equal(dropLogins(legacy, new Set(['other.example'])), undefined);
  });

  it('quotes nothing of what it cannot read', () => {
    assert.throws(
      () => dropLogins(secretOf('{"auths": s3cret'), new Set()),
      (error) => error instanceof ExpectedError && !error.message.includes('s3cret'),
    );
  });
});
