import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { rolloutImpact } from '../../../src/domain/rollout/rollout-impact.ts';
import { referringStatus, rolloutStatus } from '../../../src/domain/rollout/rollout-status.ts';
import type { RolloutStatus } from '../../../src/domain/workload-kinds/status-rules.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { cloneSet, deploymentConfig, rollout } from '../../support/builders/workloads-of-others.ts';

const COUNTS = { replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };

function observing(object: KubernetesObject, status: object): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, generation: 3 }, status };
}

function progress(reason: string): object {
  const conditions = [{ type: 'Progressing', status: 'True', reason, message: reason }];
  return { ...COUNTS, observedGeneration: 3, conditions };
}

const two = { replicas: 2 };
const timed = { strategy: { canary: { steps: [{ pause: { duration: '1m' } }] } } };
const manual = { triggers: [{ type: 'ImageChange' }] };
const partition = { updateStrategy: { partition: '50%' } };

describe('rolloutStatus of kinds of other groups', () => {
  const cases: readonly [string, KubernetesObject, object, RolloutStatus['state']][] = [
    ['a Rollout not observed', rollout(two), { ...COUNTS, observedGeneration: '2' }, 'progressing'],
    ['a Rollout in progress', rollout(two), { phase: 'Progressing', observedGeneration: '3' }, 'progressing'],
    ['a healthy Rollout', rollout(two), { phase: 'Healthy', observedGeneration: '3' }, 'done'],
    ['a degraded Rollout', rollout(two), { phase: 'Degraded', observedGeneration: '3' }, 'failed'],
    ['a Rollout that somebody promotes', rollout(two), { phase: 'Paused', observedGeneration: '3' }, 'done'],
    [
      'a Rollout that pauses for a time',
      rollout({ spec: timed }),
      { phase: 'Paused', currentStepIndex: 0, observedGeneration: '3' },
      'progressing',
    ],
    ['a CloneSet not observed', cloneSet(two), { ...COUNTS, observedGeneration: 2 }, 'progressing'],
    [
      'a CloneSet half updated',
      cloneSet(two),
      { ...COUNTS, updatedReadyReplicas: 1, observedGeneration: 3 },
      'progressing',
    ],
    [
      'a CloneSet of which half stays',
      cloneSet({ ...two, spec: partition }),
      { ...COUNTS, updatedReadyReplicas: 1, observedGeneration: 3 },
      'done',
    ],
    [
      'a CloneSet all updated',
      cloneSet(two),
      { ...COUNTS, updatedReadyReplicas: 2, observedGeneration: 3 },
      'done',
    ],
    [
      'a DeploymentConfig that is out',
      deploymentConfig(two),
      progress('NewReplicationControllerAvailable'),
      'done',
    ],
    ['a DeploymentConfig that was cancelled', deploymentConfig(two), progress('RolloutCancelled'), 'failed'],
    [
      'a DeploymentConfig not observed',
      deploymentConfig(two),
      { ...COUNTS, observedGeneration: 2 },
      'progressing',
    ],
    ['a DeploymentConfig that is started by hand', deploymentConfig({ spec: manual }), {}, 'done'],
  ];
  for (const [name, object, status, state] of cases) {
    it(`tells of ${name}: ${state}`, () => {
      assert.equal(rolloutStatus(observing(object, status)).state, state);
    });
  }

  it('does not hold against a change what was wrong before', () => {
    const degraded = observing(rollout(), { phase: 'Degraded', message: 'aborted', observedGeneration: '3' });
    assert.equal(rolloutStatus(degraded, degraded).state, 'progressing');
  });
});

describe('rolloutManner of kinds of other groups', () => {
  it('tells who starts pods', () => {
    const starting = [rollout(two), cloneSet(two), deploymentConfig(two)];
    assert.ok(starting.every((object) => rolloutImpact(object).startsPods));
    const idle = [rollout({ replicas: 0 }), cloneSet({ replicas: 0 }), deploymentConfig({ spec: manual })];
    assert.ok(idle.every((object) => !rolloutImpact(object).startsPods));
  });
});

describe('referringStatus', () => {
  const owner = { ...deployment({ replicas: 0 }), metadata: { name: 'web', generation: 7 } };
  const referring = rollout({
    spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  });
  const healthy = { phase: 'Healthy', observedGeneration: '3' };
  const cases: readonly [string, object, RolloutStatus['state']][] = [
    ['an older template', { ...healthy, workloadObservedGeneration: '6' }, 'progressing'],
    ['the template as it is', { ...healthy, workloadObservedGeneration: '7' }, 'done'],
    [
      'the template, of which it makes a canary',
      { phase: 'Progressing', workloadObservedGeneration: '7' },
      'progressing',
    ],
    ['the template, and has failed', { phase: 'Degraded', workloadObservedGeneration: '7' }, 'failed'],
    ['nobody knows which template', healthy, 'done'],
  ];
  for (const [name, status, state] of cases) {
    it(`is ${state} while the Rollout has seen ${name}`, () => {
      const seen = observing(referring, { observedGeneration: '3', ...status });
      assert.equal(referringStatus(seen, { owner }).state, state);
    });
  }
});
