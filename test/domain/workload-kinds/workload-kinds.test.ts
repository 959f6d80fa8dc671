import assert from 'node:assert/strict';
import { workloadKindOf } from '../../../src/domain/workload-kinds/workload-kind-of.ts';

describe('workloadKindOf', () => {
  const own: readonly [apiVersion: string, kind: string][] = [
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'ReplicaSet'],
    ['apps/v1', 'StatefulSet'],
    ['apps/v1', 'DaemonSet'],
    ['apps/v1beta2', 'DaemonSet'],
    ['batch/v1', 'Job'],
    ['batch/v1beta1', 'CronJob'],
    ['v1', 'ReplicationController'],
    ['v1', 'Pod'],
  ];
  for (const [apiVersion, kind] of own) {
    it(`knows ${apiVersion} ${kind}`, () => {
      assert.equal(workloadKindOf({ apiVersion, kind })?.resource.kind, kind);
    });
  }

  const foreign: readonly [apiVersion: string, kind: string][] = [
    ['apps.kruise.io/v1', 'StatefulSet'],
    ['apps.kruise.io/v1alpha1', 'DaemonSet'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['batch/v1', 'Deployment'],
    ['v1', 'Deployment'],
    ['v1', 'Node'],
    ['apps/v1', 'ReplicationController'],
    ['apps/v1', 'deployment'],
    ['v1', 'constructor'],
    ['apps/v1', '__proto__'],
  ];
  for (const [apiVersion, kind] of foreign) {
    it(`does not know ${apiVersion} ${kind}`, () => {
      assert.equal(workloadKindOf({ apiVersion, kind }), undefined);
    });
  }
});
