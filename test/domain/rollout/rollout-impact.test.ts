import assert from 'node:assert/strict';
import { rolloutImpact } from '../../../src/domain/rollout/rollout-impact.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  job,
  replicaSet,
  statefulSet,
} from '../../support/builders/workloads.ts';

const ONLY = /its only pod ends before/;
const ALL = /all of its pods/;
const UP = undefined;

function rolling(replicas: number, rollingUpdate: object): KubernetesObject {
  return deployment({ replicas, spec: { strategy: { type: 'RollingUpdate', rollingUpdate } } });
}

function updated(kind: typeof statefulSet, replicas: number, updateStrategy: object): KubernetesObject {
  return kind({ replicas, spec: { updateStrategy } });
}

describe('rolloutManner', () => {
  const cases: readonly [string, KubernetesObject, RegExp | undefined][] = [
    ['a Deployment of one pod', deployment(), UP],
    [
      'a Deployment with Recreate',
      deployment({ replicas: 3, spec: { strategy: { type: 'Recreate' } } }),
      ALL,
    ],
    ['one pod without surge', rolling(1, { maxSurge: 0, maxUnavailable: 1 }), ONLY],
    [
      'one pod, neither surge nor unavailable after rounding',
      rolling(1, { maxSurge: '0%', maxUnavailable: '25%' }),
      ONLY,
    ],
    ['one pod that may be unavailable', rolling(1, { maxSurge: 1, maxUnavailable: 1 }), ONLY],
    ['three pods of which three may be unavailable', rolling(3, { maxSurge: 1, maxUnavailable: 3 }), ALL],
    ['three pods of which all may be unavailable', rolling(3, { maxUnavailable: '100%' }), ALL],
    ['three pods of which two may be unavailable', rolling(3, { maxSurge: 0, maxUnavailable: 2 }), UP],
    ['three pods, 99% unavailable, rounded down', rolling(3, { maxUnavailable: '99%' }), UP],
    ['a StatefulSet of one pod', statefulSet(), ONLY],
    ['a StatefulSet of three', statefulSet({ replicas: 3 }), UP],
    [
      'a StatefulSet of which all may be away',
      updated(statefulSet, 3, { rollingUpdate: { maxUnavailable: '80%' } }),
      ALL,
    ],
    [
      'a StatefulSet of which one is behind the partition',
      updated(statefulSet, 3, { rollingUpdate: { partition: 1 } }),
      UP,
    ],
    ['a DaemonSet', daemonSet(), /on each node/],
    [
      'a DaemonSet with surge',
      daemonSet({ spec: { updateStrategy: { rollingUpdate: { maxSurge: '10%' } } } }),
      UP,
    ],
    ['a ReplicaSet of one pod', replicaSet(), ONLY],
    ['a ReplicaSet of two', replicaSet({ replicas: 2 }), UP],
    ['a bare Pod', pod(), /restarted in place/],
  ];
  for (const [name, object, expected] of cases) {
    it(`${name}: ${expected === undefined ? 'is kept up' : String(expected)}`, () => {
      const { startsPods, interruption } = rolloutImpact(object);
      assert.equal(startsPods, true);
      if (expected === undefined) assert.equal(interruption, undefined);
      else assert.match(interruption ?? '', expected);
    });
  }

  const still: readonly [string, KubernetesObject][] = [
    ['a paused Deployment', deployment({ spec: { paused: true } })],
    ['a Deployment without replicas', deployment({ replicas: 0, spec: { strategy: { type: 'Recreate' } } })],
    ['a StatefulSet without replicas', statefulSet({ replicas: 0 })],
    ['a StatefulSet with OnDelete', updated(statefulSet, 1, { type: 'OnDelete' })],
    [
      'a StatefulSet that is all behind the partition',
      updated(statefulSet, 2, { rollingUpdate: { partition: 2 } }),
    ],
    ['a DaemonSet with OnDelete', daemonSet({ spec: { updateStrategy: { type: 'OnDelete' } } })],
    ['a ReplicaSet without replicas', replicaSet({ replicas: 0 })],
    ['a CronJob', cronJob()],
    ['a Job', job()],
    ['a custom resource', prometheus()],
  ];
  for (const [name, object] of still) {
    it(`${name} starts no pods, and so interrupts nothing`, () => {
      assert.deepEqual(rolloutImpact(object), { startsPods: false });
    });
  }
});
