import assert from 'node:assert/strict';
import { collectionPath, objectPath } from '../../../../src/adapters/kubernetes/objects/resource-path.ts';
import { ClusterError } from '../../../../src/domain/errors.ts';
import { SECRETS } from '../../../../src/domain/kubernetes/resource.ts';

describe('objectPath', () => {
  it('names one object', () => {
    const path = objectPath(SECRETS, { namespace: 'shop', name: 'a b' });
    assert.equal(path, '/api/v1/namespaces/shop/secrets/a%20b');
  });

  it('leads nowhere else, whatever the name', () => {
    for (const name of ['', '.', '..', '../configmaps', '%2e%2e']) {
      const isInvalid = (error: unknown): boolean =>
        error instanceof ClusterError && error.failure === 'invalid';
      assert.throws(() => objectPath(SECRETS, { namespace: 'shop', name }), isInvalid, name);
      assert.throws(() => collectionPath(SECRETS, name), isInvalid, name);
    }
  });
});
