import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { unknownController, type Workload, workloadOf } from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { PODS } from '../../../src/domain/kubernetes/resource.ts';
import { stranger } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import { resourceOf } from '../../support/builders/resources.ts';
import { deployment, job, replicaSet } from '../../support/builders/workloads.ts';

function read(object: KubernetesObject): Workload {
  return workloadOf(resourceOf(object), object);
}

describe('workloadOf', () => {
  it('knows the pull Secrets and the service account', () => {
    const workload = read(deployment({ pullSecrets: ['a', 'b'], serviceAccount: 'robot' }));
    assert.deepEqual([workload.pullSecrets, workload.serviceAccount], [['a', 'b'], 'robot']);
    const bare = read(deployment());
    assert.deepEqual([bare.pullSecrets, bare.serviceAccount], [[], 'default']);
  });

  const finished: readonly [string, KubernetesObject, boolean][] = [
    ['a Job without status', job(), false],
    ['a Job that runs', job({ status: { conditions: [{ type: 'Complete', status: 'False' }] } }), false],
    ['a suspended Job', job({ status: { conditions: [{ type: 'Suspended', status: 'True' }] } }), false],
    ['a complete Job', job({ status: { conditions: [{ type: 'Complete', status: 'True' }] } }), true],
    ['a failed Job', job({ status: { conditions: [{ type: 'Failed', status: 'True' }] } }), true],
    ['a running pod', pod(), false],
    ['a pod at its end', pod({ phase: 'Succeeded' }), true],
    ['a pod that failed', pod({ phase: 'Failed' }), true],
    [
      'a Deployment with such a condition',
      deployment({ status: { conditions: [{ type: 'Failed', status: 'True' }] } }),
      false,
    ],
  ];
  for (const [name, object, expected] of finished) {
    it(`${expected ? 'takes' : 'does not take'} ${name} for finished`, () => {
      assert.equal(read(object).finished, expected);
    });
  }

  const marks: readonly [string, KubernetesObject, Partial<Workload>][] = [
    ['a record of ours', deployment({ annotations: { [RECORD_ANNOTATION]: '[]' } }), { recorded: true }],
    ['no record', deployment({ annotations: { own: 'x' } }), { recorded: false }],
    ['no replicas', replicaSet({ replicas: 0 }), { scaledToZero: true }],
    ['replicas', replicaSet({ replicas: 1 }), { scaledToZero: false }],
    [
      'a static pod',
      pod({
        nodeName: 'n1',
        annotations: { 'kubernetes.io/config.mirror': 'x', 'kubernetes.io/config.source': 'file' },
      }),
      { staticPod: { node: 'n1', source: 'file' } },
    ],
    [
      'a static pod of little information',
      pod({ annotations: { 'kubernetes.io/config.mirror': 'x' } }),
      { staticPod: { node: 'unknown', source: 'unknown' } },
    ],
  ];
  for (const [name, object, expected] of marks) {
    it(`recognises ${name}`, () => {
      assert.deepEqual({ ...read(object), ...expected }, read(object));
    });
  }

  it('takes no pod with other annotations for a static one', () => {
    assert.equal(read(pod({ annotations: { 'kubernetes.io/config.seen': 'x' } })).staticPod, undefined);
  });
});

describe('unknownController', () => {
  const owners: readonly [string, string, string][] = [
    ['argoproj.io/v1alpha1', 'argoproj.io', 'v1alpha1'],
    ['v1', '', 'v1'],
  ];
  for (const [apiVersion, group, version] of owners) {
    it(`stands for an owner of ${apiVersion}`, () => {
      const owned = pod({ image: 'old.example/a:1', owner: stranger({ apiVersion }), pullSecrets: ['a'] });
      const workload = workloadOf(PODS, owned);
      const [owner] = owned.metadata.ownerReferences ?? [];
      assert.ok(owner !== undefined);
      const found = unknownController(workload, owner);
      assert.deepEqual(found.ref, {
        resource: { group, version, plural: 'rollouts', kind: 'Rollout', namespaced: true },
        namespace: 'shop',
        name: 'canary',
        uid: 'Rollout-shop-canary',
      });
      assert.deepEqual(found.images, workload.images);
      assert.deepEqual(found.pullSecrets, ['a']);
      assert.deepEqual(found.managers, [{ kind: 'operator', name: 'Rollout/canary' }]);
    });
  }
});
