import assert from 'node:assert/strict';
import { parseQualifiedName } from '../../src/cli/qualified-name.ts';
import { UsageError } from '../../src/domain/errors.ts';

describe('parseQualifiedName', () => {
  it('splits NAMESPACE/NAME', () => {
    assert.deepEqual(parseQualifiedName('shop/pull', '--to-secret'), { namespace: 'shop', name: 'pull' });
  });

  for (const text of ['', 'pull', '/pull', 'shop/', 'a/b/c']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseQualifiedName(text, '--to-secret'), UsageError);
    });
  }
});
