import assert from 'node:assert/strict';
import { trustContext } from '../../../../src/adapters/registry/transport/trusted-certificates.ts';
import { createAuthority } from '../../../../src/sandbox/index.ts';

describe('trustContext', () => {
  it('is made once for all registries of the same authority', () => {
    const [one, other] = [createAuthority('one'), createAuthority('other')];
    assert.equal(trustContext(one.certificate), trustContext(one.certificate));
    assert.equal(trustContext(undefined), trustContext(undefined));
    assert.notEqual(trustContext(one.certificate), trustContext(other.certificate));
    assert.notEqual(trustContext(one.certificate), trustContext(undefined));
  });
});
