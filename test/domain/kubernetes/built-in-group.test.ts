import assert from 'node:assert/strict';
import { isBuiltIn } from '../../../src/domain/kubernetes/built-in-group.ts';

describe('the API groups of Kubernetes itself', () => {
  for (const group of ['', 'apps', 'batch', 'policy', 'rbac.authorization.k8s.io', 'certificates.k8s.io']) {
    it(`hold ${JSON.stringify(group)}`, () => {
      assert.ok(isBuiltIn({ group }));
    });
  }

  for (const group of [
    'monitoring.coreos.com',
    'gateway.networking.k8s.io',
    'snapshot.storage.k8s.io',
    'apps.x',
  ]) {
    it(`do not hold ${group}`, () => {
      assert.ok(!isBuiltIn({ group }));
    });
  }
});
