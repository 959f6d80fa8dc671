import assert from 'node:assert/strict';
import { customImageFields } from '../../../src/domain/inventory/custom-images.ts';
import { rolloutImpact } from '../../../src/domain/rollout/rollout-impact.ts';
import { customWorkload } from '../../../src/domain/inventory/workload.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { Resource } from '../../../src/domain/kubernetes/resource.ts';
import { rolloutStatus } from '../../../src/domain/rollout/rollout-status.ts';

const PATHS = ['{.spec.image}', '{.spec.list[*].image}'];

function namesake(kind: string, fields: Readonly<Record<string, unknown>>): [Resource, KubernetesObject] {
  const resource = { group: 'tenant.example', version: 'v1', plural: 'things', kind, namespaced: true };
  const metadata = { name: 'x', namespace: 'tenant', uid: 'x', generation: 2 };
  return [resource, { apiVersion: 'tenant.example/v1', kind, metadata, ...fields }];
}

/** Fields of custom resources hold whatever their owners write. */
const HOSTILE: readonly unknown[] = [
  7,
  null,
  'text',
  [],
  [null, 7],
  {},
  { template: null },
  { template: { spec: 'x' }, replicas: 'many' },
  { template: { spec: { imagePullSecrets: 7, containers: 'x', volumes: {}, initContainers: [null] } } },
  { image: { tag: 1 }, list: 'x', replicas: Number.MAX_VALUE },
  { image: 7, list: [{ image: null }, 7, { image: ['x'] }] },
  JSON.parse('{"__proto__": {"image": "old.example/x:1"}, "constructor": {"prototype": {"image": 1}}}'),
];

describe('custom resources that bear the kind of a built-in one', () => {
  for (const kind of ['Deployment', 'Job', 'CronJob', 'Pod', 'DaemonSet', 'constructor', '__proto__']) {
    it(`are read as custom resources, whatever is in their fields (${kind})`, () => {
      for (const value of HOSTILE) {
        const [resource, object] = namesake(kind, { spec: value, status: value });
        const workload = customWorkload(resource, object, customImageFields(object, PATHS));
        assert.deepEqual(workload.images, []);
        assert.deepEqual(workload.pullSecrets, []);
        assert.deepEqual([workload.finished, workload.pods, workload.staticPod], [false, 0, undefined]);
        assert.equal(workload.serviceAccount, undefined);
        assert.equal(rolloutStatus(object).state, 'done');
      }
    });
  }

  it('start no pods of which anything is known', () => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod']) {
      const [, object] = namesake(kind, { spec: { replicas: 1, strategy: { type: 'Recreate' } } });
      assert.deepEqual(rolloutImpact(object), { startsPods: false });
    }
  });
});
