import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { type LeftAlone, type LeftAloneCode, stillPulling } from '../../../src/domain/plan/plan.ts';
import { stranger } from '../../support/builders/custom-resource.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  job,
  replicaSet,
  statefulSet,
} from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';

const FACTS = { source: { 'old.example/shop/web:1': digestOf('tag') } };
const TARGET = 'new.example/shop/web:1';
const ARGO = { 'argocd.argoproj.io/tracking-id': 'shop-app:apps/Deployment:shop/web' };
const FLUX = {
  'kustomize.toolkit.fluxcd.io/name': 'apps',
  'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};
const HELM = {
  labels: { 'app.kubernetes.io/managed-by': 'Helm' },
  annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
};
const COMPLETE = { conditions: [{ type: 'Complete', status: 'True' }] };

function leftAlone(object: KubernetesObject, includeManaged = false): readonly LeftAlone[] {
  const plan = planOf([object], { ...FACTS, includeManaged });
  assert.equal(plan.changes.length + plan.leftAlone.length, 1);
  return plan.leftAlone;
}

describe('a workload is left alone', () => {
  const cases: readonly [string, KubernetesObject, LeftAloneCode, RegExp][] = [
    ['of Argo CD', deployment({ annotations: ARGO }), 'gitops', /^Argo CD application shop-app would revert/],
    ['of Flux', deployment({ labels: FLUX }), 'gitops', /^Flux object flux-system\/apps would revert/],
    [
      'of OLM',
      deployment({ labels: { 'olm.owner': 'etcd.v1' } }),
      'gitops',
      /^OLM owner etcd\.v1 would revert/,
    ],
    [
      'run by a kubelet from a file',
      pod({
        owner: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', uid: 'n1' } },
        nodeName: 'n1',
        annotations: { 'kubernetes.io/config.mirror': 'x', 'kubernetes.io/config.source': 'file' },
      }),
      'static-pod',
      /edit its manifest \(file\) on node n1$/,
    ],
    [
      'of an operator',
      statefulSet({ owner: stranger() }),
      'controlled',
      /^Rollout canary controls it .*--image-path$/,
    ],
    [
      'of a kind that nobody knows',
      pod({ owner: stranger() }),
      'controlled',
      /^unsupported kind Rollout: .*--image-path$/,
    ],
    ['that is a Job', job(), 'immutable', /^the template of a Job is immutable/],
    [
      'that is a Job of a CronJob',
      job({ owner: cronJob({ name: 'nightly' }) }),
      'immutable',
      /^the template of a Job is immutable: .* CronJob nightly$/,
    ],
    ['that is a complete Job', job({ status: COMPLETE }), 'finished', /^the Job has completed/],
    ['that is a pod at its end', pod({ phase: 'Failed' }), 'finished', /^the Pod has completed/],
  ];
  for (const [name, object, code, reason] of cases) {
    it(name, () => {
      const [found] = leftAlone(object);
      assert.equal(found?.code, code);
      assert.match(found.reason, reason);
    });
  }

  it('names the topmost controller that it knows', () => {
    const owner = statefulSet({ name: 'upper', image: 'other.example/x:1', owner: stranger() });
    const child = replicaSet({ name: 'lower', owner });
    const plan = planOf([owner, child], FACTS);
    assert.match(plan.leftAlone[0]?.reason ?? '', /^StatefulSet shop\/upper controls it/);
  });
});

describe('a workload is changed', () => {
  const cases: readonly [string, KubernetesObject][] = [
    ['that is plain', daemonSet()],
    ['of a Helm release', deployment(HELM)],
    ['that is a CronJob', cronJob()],
    ['that is a bare pod', pod()],
    ['that is a bare ReplicaSet', replicaSet()],
    ['that is a bare ReplicaSet without pods', replicaSet({ replicas: 0 })],
    ['scaled to zero', deployment({ replicas: 0 })],
  ];
  for (const [name, object] of cases) {
    it(name, () => {
      assert.deepEqual(leftAlone(object), []);
    });
  }

  it('of Argo CD, where the user wants it', () => {
    assert.deepEqual(leftAlone(deployment({ annotations: ARGO }), true), []);
  });

  it('but not one of an operator, whatever the user wants', () => {
    assert.equal(leftAlone(statefulSet({ owner: stranger() }), true).length, 1);
  });

  it('and says who manages it', () => {
    const plan = planOf([deployment(HELM)], FACTS);
    assert.deepEqual(plan.changes[0]?.managedBy, [{ kind: 'helm', name: 'shop/web' }]);
  });
});

describe('what follows its owner is no workload of its own', () => {
  const owner = deployment({ name: 'owner' });
  const moved = deployment({ name: 'owner', image: TARGET });
  const cron = cronJob({ name: 'owner' });
  const cases: readonly [string, readonly KubernetesObject[], Record<string, string>][] = [
    ['a ReplicaSet of a Deployment', [owner, replicaSet({ name: 'rs', owner })], { owner: TARGET }],
    [
      'the old ReplicaSet of a Deployment that was moved',
      [moved, replicaSet({ name: 'rs', owner: moved })],
      {},
    ],
    ['a Job of a CronJob', [cron, job({ name: 'now', owner: cron })], { owner: TARGET }],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(fates(planOf(objects, FACTS)), expected);
    });
  }
});

describe('what has run to its end', () => {
  it('needs no image and pulls no more', () => {
    const plan = planOf([job({ status: COMPLETE })], FACTS);
    assert.deepEqual([plan.copies, stillPulling(plan)], [[], []]);
  });

  it('is told apart from what still pulls', () => {
    const plan = planOf([job({ name: 'done', status: COMPLETE }), job({ name: 'busy' })], FACTS);
    assert.deepEqual(
      stillPulling(plan).map(({ workload }) => workload.name),
      ['busy'],
    );
  });
});

describe('ephemeral containers', () => {
  it('are no move: they end with their pod', () => {
    const plan = planOf([
      pod({ image: 'new.example/shop/web:1', ephemeralContainers: { debug: 'old.example/debug:1' } }),
    ]);
    assert.deepEqual([plan.copies, plan.changes, plan.leftAlone], [[], [], []]);
  });
});
