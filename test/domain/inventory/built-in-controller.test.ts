import assert from 'node:assert/strict';
import { builtInController } from '../../../src/domain/inventory/built-in-controller.ts';
import type { OwnerReference } from '../../../src/domain/kubernetes/object.ts';

function owner(apiVersion: string, kind: string): OwnerReference {
  return { apiVersion, kind, name: 'web', uid: 'u', controller: true };
}

describe('builtInController', () => {
  const own: readonly [apiVersion: string, kind: string][] = [
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'ReplicaSet'],
    ['apps/v1', 'StatefulSet'],
    ['apps/v1', 'DaemonSet'],
    ['apps/v1beta2', 'DaemonSet'],
    ['batch/v1', 'Job'],
    ['batch/v1beta1', 'CronJob'],
    ['v1', 'ReplicationController'],
    ['v1', 'Node'],
  ];
  for (const [apiVersion, kind] of own) {
    it(`knows ${apiVersion} ${kind}`, () => {
      assert.equal(builtInController(owner(apiVersion, kind)), kind);
    });
  }

  const foreign: readonly [apiVersion: string, kind: string][] = [
    ['apps.kruise.io/v1', 'StatefulSet'],
    ['apps.kruise.io/v1alpha1', 'DaemonSet'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['batch/v1', 'Deployment'],
    ['v1', 'Deployment'],
    ['apps/v1', 'ReplicationController'],
    ['apps/v1', 'deployment'],
    ['v1', 'constructor'],
    ['apps/v1', '__proto__'],
  ];
  for (const [apiVersion, kind] of foreign) {
    it(`does not know ${apiVersion} ${kind}`, () => {
      assert.equal(builtInController(owner(apiVersion, kind)), undefined);
    });
  }

  it('knows none where there is no controller', () => {
    assert.equal(builtInController(undefined), undefined);
  });
});
