import assert from 'node:assert/strict';
import { withReferredTemplates } from '../../../src/domain/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import { findReferences } from '../../../src/domain/verify/findings.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { cloneSet, deploymentConfig, rollout } from '../../support/builders/workloads-of-others.ts';
import { deployment, replicaSet, replicationController } from '../../support/builders/workloads.ts';

const OLD = 'old.example/app:1';

function moves(objects: readonly KubernetesObject[]): string[] {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example' });
  return selectMoves(inventoryOf(objects), mapping, { includeManaged: false }).moves.map(
    ({ workload, obstacle }) => `${workload.ref.resource.kind} ${obstacle?.reason ?? 'moves'}`,
  );
}

describe('selectMoves of kinds of other groups', () => {
  const old = { image: OLD };
  const [argo, kruise, openshift] = [rollout, cloneSet, deploymentConfig].map((make) => make(old)) as [
    KubernetesObject,
    KubernetesObject,
    KubernetesObject,
  ];
  const trigger = {
    type: 'ImageChange',
    imageChangeParams: { containerNames: ['app'], from: { kind: 'ImageStreamTag', name: 'app:1' } },
  };
  const cases: readonly [string, readonly KubernetesObject[], readonly string[]][] = [
    ['a Rollout for its ReplicaSets', [argo, replicaSet({ ...old, owner: argo })], ['Rollout moves']],
    ['a CloneSet', [kruise], ['CloneSet moves']],
    [
      'a DeploymentConfig for its ReplicationControllers',
      [openshift, replicationController({ ...old, owner: openshift })],
      ['DeploymentConfig moves'],
    ],
    [
      'no image that a trigger sets, but the others',
      [deploymentConfig({ containers: { app: OLD, log: OLD }, spec: { triggers: [trigger] } })],
      [
        'DeploymentConfig moves',
        'DeploymentConfig container app: its image is set by its trigger for ImageStreamTag app:1: change it there',
      ],
    ],
    [
      'the Deployment that a Rollout takes its template from',
      [
        rollout({
          ...old,
          spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
        }),
        deployment({ ...old, replicas: 0 }),
      ],
      ['Deployment moves'],
    ],
  ];
  for (const [name, objects, expected] of cases) {
    it(`moves ${name}`, () => {
      assert.deepEqual(moves(objects), expected);
    });
  }

  it('knows whose template a Rollout takes', () => {
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const { workloads } = inventoryOf([rollout({ spec: { workloadRef: ref } }), deployment()]);
    const [borrower] = withReferredTemplates(workloads);
    assert.equal(borrower?.controller?.uid, deployment().metadata.uid);
  });

  it('does not take a ReplicaSet for history whose Rollout has its template from elsewhere', () => {
    const ref = { apiVersion: 'v1', kind: 'PodTemplate', name: 'web' };
    const owner = rollout({ spec: { workloadRef: ref } });
    const inventory = inventoryOf([owner, replicaSet({ image: OLD, owner, replicas: 0 })]);
    const workloads = withReferredTemplates(inventory.workloads);
    const found = findReferences({ ...inventory, workloads }, (image) => image === OLD, false);
    assert.deepEqual(
      found.map(({ object, counted }) => [object.resource.kind, counted]),
      [['ReplicaSet', true]],
    );
  });

  it('takes a field that is null for one that is not there', () => {
    const fields = { command: null, env: null, envFrom: null, ports: null };
    const spec = {
      containers: [{ name: 'app', image: OLD, ...fields }],
      volumes: null,
      nodeSelector: null,
      tolerations: null,
    };
    const hostile = { triggers: [null, 5, { type: 'ImageChange', imageChangeParams: null }] };
    assert.deepEqual(
      moves([
        cloneSet({ spec: { template: { spec } } }),
        deploymentConfig({ image: OLD, spec: hostile }),
        rollout({ image: OLD, spec: { workloadRef: { apiVersion: null, kind: 5 } } }),
      ]),
      ['CloneSet moves', 'DeploymentConfig moves', 'Rollout moves'],
    );
  });

  it('reads no template that nobody could use', () => {
    const hostile = [7, 'x', [null], { containers: 'x' }, { containers: [null] }, { imagePullSecrets: 7 }];
    for (const spec of hostile) {
      assert.deepEqual(moves([cloneSet({ spec: { template: { spec } } })]), []);
    }
  });
});
