import assert from 'node:assert/strict';
import { rolloutStatus } from '../../../src/domain/rollout/rollout-status.ts';
import type { RolloutStatus } from '../../../src/domain/workload-kinds/status-rules.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { pod } from '../../support/builders/pod.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  replicaSet,
  replicationController,
  statefulSet,
} from '../../support/builders/workloads.ts';

type State = RolloutStatus['state'];

/** The numbers of a Deployment's status: replicas, updated, available. */
function three(replicas: number, updatedReplicas: number, availableReplicas: number): KubernetesObject {
  return deployment({ replicas: 3, status: { replicas, updatedReplicas, availableReplicas } });
}

const stuck = {
  conditions: [
    { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'too slow' },
  ],
};
const goingOn = { conditions: [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' }] };
const all = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
const partitioned = (partition: number) => ({ updateStrategy: { rollingUpdate: { partition } } });
const onDelete = { updateStrategy: { type: 'OnDelete' } };
const revisions = { currentRevision: 'a', updateRevision: 'b' };

describe('rolloutStatus', () => {
  const cases: readonly [string, KubernetesObject, State, string][] = [
    ['a Deployment of which few are updated', three(3, 1, 3), 'progressing', '1 of 3 pods updated'],
    ['a Deployment with old pods', three(4, 3, 3), 'progressing', '1 old pod pending termination'],
    [
      'a Deployment of which few are available',
      three(3, 3, 2),
      'progressing',
      '2 of 3 updated pods available',
    ],
    ['a Deployment that is there', three(3, 3, 3), 'done', '3 of 3 pods available'],
    ['a Deployment of nothing', deployment({ replicas: 0, status: {} }), 'done', '0 of 0 pods available'],
    [
      'a Deployment without a number, which is one',
      deployment({ spec: { replicas: null } }),
      'progressing',
      '0 of 1 pods updated',
    ],
    [
      'a Deployment that is stuck',
      deployment({ replicas: 3, status: { ...all, ...stuck } }),
      'failed',
      'too slow',
    ],
    [
      'a Deployment that goes on',
      deployment({ replicas: 3, status: { ...all, ...goingOn } }),
      'done',
      '3 of 3 pods available',
    ],
    [
      'a paused Deployment',
      deployment({ spec: { paused: true }, status: {} }),
      'done',
      'paused: its pods follow when it is resumed',
    ],

    [
      'a StatefulSet of which few are ready',
      statefulSet({ replicas: 3, status: { readyReplicas: 2, updatedReplicas: 3 } }),
      'progressing',
      '2 of 3 pods ready',
    ],
    [
      'a StatefulSet of which few are updated',
      statefulSet({ replicas: 3, status: { readyReplicas: 3, updatedReplicas: 1, ...revisions } }),
      'progressing',
      '1 of 3 pods updated',
    ],
    [
      'a StatefulSet that is there',
      statefulSet({ replicas: 3, status: { readyReplicas: 3, updatedReplicas: 3 } }),
      'done',
      '3 pods ready',
    ],
    [
      'a StatefulSet that had nothing to do',
      statefulSet({ replicas: 3, status: { readyReplicas: 3, currentRevision: 'a', updateRevision: 'a' } }),
      'done',
      '3 pods ready',
    ],
    [
      'a partitioned StatefulSet under way',
      statefulSet({
        replicas: 3,
        spec: partitioned(1),
        status: { readyReplicas: 3, updatedReplicas: 1, ...revisions },
      }),
      'progressing',
      '1 of 2 pods updated',
    ],
    [
      'a partitioned StatefulSet that is there',
      statefulSet({
        replicas: 3,
        spec: partitioned(1),
        status: { readyReplicas: 3, updatedReplicas: 2, ...revisions },
      }),
      'done',
      '2 of 3 pods updated (partition 1)',
    ],
    [
      'a StatefulSet partitioned away',
      statefulSet({ replicas: 3, spec: partitioned(5), status: { readyReplicas: 3, ...revisions } }),
      'done',
      '0 of 3 pods updated (partition 5)',
    ],
    [
      'a StatefulSet updated by hand',
      statefulSet({ spec: onDelete, status: {} }),
      'done',
      'OnDelete: its pods follow when they are deleted',
    ],

    [
      'a DaemonSet of which few are updated',
      daemonSet({ status: { desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 3 } }),
      'progressing',
      '1 of 3 pods updated',
    ],
    [
      'a DaemonSet of which few are available',
      daemonSet({ status: { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 1 } }),
      'progressing',
      '1 of 3 updated pods available',
    ],
    [
      'a DaemonSet that is there',
      daemonSet({ status: { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 } }),
      'done',
      '3 of 3 pods available',
    ],
    [
      'a DaemonSet without nodes',
      daemonSet({ status: { desiredNumberScheduled: 0 } }),
      'done',
      '0 of 0 pods available',
    ],
    [
      'a DaemonSet updated by hand',
      daemonSet({ spec: onDelete, status: { desiredNumberScheduled: 3 } }),
      'done',
      'OnDelete: its pods follow when they are deleted',
    ],

    [
      'a ReplicaSet of which few are ready',
      replicaSet({ replicas: 2, status: { readyReplicas: 1 } }),
      'progressing',
      '1 of 2 pods ready',
    ],
    [
      'a ReplicaSet that is there',
      replicaSet({ replicas: 2, status: { readyReplicas: 2 } }),
      'done',
      '2 pods ready',
    ],
    [
      'a ReplicationController of which none is ready',
      replicationController({ status: {} }),
      'progressing',
      '0 of 1 pods ready',
    ],

    ['a CronJob, which starts nothing now', cronJob(), 'done', 'patched'],
    [
      'a CronJob with a Job that runs',
      cronJob({ status: { active: [{ name: 'web-1' }, { name: 'web-2' }] } }),
      'done',
      'patched; still running as before: Job web-1, web-2',
    ],
    ['a pod', pod(), 'done', 'patched'],
  ];
  for (const [name, object, state, message] of cases) {
    it(`${state}: ${name}`, () => {
      assert.deepEqual(rolloutStatus(object), { state, message });
    });
  }

  const generations: readonly [string, number | undefined, State][] = [
    ['an older generation', 4, 'progressing'],
    ['no generation', undefined, 'progressing'],
    ['the same generation', 5, 'done'],
  ];
  for (const [name, observedGeneration, state] of generations) {
    for (const build of [deployment, replicaSet]) {
      it(`${state}: the controller has seen ${name} of a ${build().kind}`, () => {
        const status = {
          ...all,
          readyReplicas: 3,
          ...(observedGeneration !== undefined && { observedGeneration }),
        };
        const object = build({ replicas: 3, status });
        assert.equal(
          rolloutStatus({ ...object, metadata: { ...object.metadata, generation: 5 } }).state,
          state,
        );
      });
    }
  }
});
