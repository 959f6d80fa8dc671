import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { countedFindings } from '../../../src/domain/verify/findings.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import { cronJob, deployment, job, replicaSet } from '../../support/builders/workloads.ts';
import { findings, NEW, OLD } from './find-in.ts';

const moved = deployment({ image: NEW });
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

describe('findReferences: what counts', () => {
  it('counts a Deployment without pods that an operator owns: it may be scaled up again as it is', () => {
    const owner = prometheus({ image: NEW });
    const objects = [owner, deployment({ name: 'idle', image: OLD, replicas: 0, owner })];
    assert.deepEqual(
      findings(objects).map(({ object, counted }) => [object.name, counted]),
      [['idle', true]],
    );
  });

  const apart: readonly [string, KubernetesObject, string][] = [
    ['a finished pod', pod({ image: OLD, phase: 'Succeeded' }), 'finished: pulls no more'],
    ['a pod that is being deleted', ending(pod({ image: OLD })), 'finished: pulls no more'],
    ['a complete Job', job({ image: OLD, status: complete }), 'finished: pulls no more'],
    [
      'the history of a Deployment',
      replicaSet({ image: OLD, replicas: 0, owner: moved }),
      'history of earlier rollouts',
    ],
    [
      'a complete Job of a CronJob',
      job({ image: OLD, status: complete, owner: cronJob({ image: NEW }) }),
      'finished: pulls no more',
    ],
  ];
  for (const [name, object, note] of apart) {
    it(`does not count ${name}`, () => {
      assert.deepEqual(
        findings([object]).map(({ counted, note: why }) => [counted, why]),
        [[false, note]],
      );
    });

    it(`counts ${name} where the user wants it`, () => {
      assert.deepEqual(
        findings([object], true).map(({ counted, note: why }) => [counted, why]),
        [[true, undefined]],
      );
    });
  }

  const counted: readonly [string, KubernetesObject][] = [
    ['a bare ReplicaSet without pods', replicaSet({ image: OLD, replicas: 0 })],
    ['a Deployment without pods', deployment({ image: OLD, replicas: 0 })],
    ['a Deployment without pods of an operator', deployment({ image: OLD, replicas: 0, owner: stranger() })],
    ['a ReplicaSet without pods of a Rollout', replicaSet({ image: OLD, replicas: 0, owner: stranger() })],
    [
      'a ReplicaSet without pods of a foreign Deployment',
      replicaSet({
        image: OLD,
        replicas: 0,
        owner: stranger({ kind: 'Deployment', apiVersion: 'apps.example/v1' }),
      }),
    ],
    ['a ReplicaSet with pods of a Rollout', replicaSet({ image: OLD, owner: stranger() })],
    [
      'a ReplicaSet of a foreign Deployment',
      replicaSet({ image: OLD, owner: stranger({ kind: 'Deployment', apiVersion: 'apps.example/v1' }) }),
    ],
    ['a running Job', job({ image: OLD })],
    ['a CronJob', cronJob({ image: OLD })],
    ['a Job of a CronJob', job({ image: OLD, owner: cronJob({ image: NEW }) })],
    ['a Job of a CronJob that waits', job({ image: OLD, owner: cronJob(), spec: { suspend: true } })],
  ];
  for (const [name, object] of counted) {
    it(`counts ${name}`, () => {
      assert.deepEqual(
        findings([object]).map((finding) => finding.counted),
        [true],
      );
    });
  }

  it('lists the owner in place of a ReplicaSet of a Deployment', () => {
    assert.deepEqual(findings([replicaSet({ image: OLD, owner: moved })], true), []);
  });

  const ofCustomResources: readonly [string, string, Readonly<Record<string, string>>, boolean][] = [
    ['names another image by now is history', NEW, { app: OLD }, false],
    ['names its image still is none', NEW, { app: NEW, side: OLD }, true],
  ];
  for (const [name, image, containers, expected] of ofCustomResources) {
    it(`a ReplicaSet without pods whose custom resource ${name}`, () => {
      const owner = prometheus({ image });
      const counted = findings([owner, replicaSet({ containers, replicas: 0, owner })]).map(
        (finding) => finding.counted,
      );
      assert.deepEqual(counted, [expected]);
    });
  }

  it('a ReplicaSet without pods of a controller that is seen only through other pods is no history', () => {
    const owner = stranger();
    const found = findings([pod({ image: NEW, owner }), replicaSet({ image: OLD, replicas: 0, owner })]);
    assert.deepEqual(
      found.map(({ object, counted }) => [object.resource.kind, counted]),
      [['ReplicaSet', true]],
    );
  });
});

/** As a rollout leaves its old pods for a while. */
function ending(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
}

describe('countedFindings', () => {
  it('are those that make verify fail', () => {
    const found = findings([deployment({ image: OLD }), pod({ image: OLD, phase: 'Succeeded' })]);
    const list = {
      apiVersion: 'registry-switch/v1',
      kind: 'Findings',
      from: [],
      findings: found,
      unseen: [],
      warnings: [],
    } as const;
    assert.deepEqual(
      countedFindings(list).map(({ kind }) => kind),
      ['template'],
    );
  });
});
