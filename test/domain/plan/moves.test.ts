import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { cronJob, deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const COMPLETE = { conditions: [{ type: 'Complete', status: 'True' }] };

/** What would move, and what stands in the way, as `StatefulSet controlled`. */
function moves(objects: readonly KubernetesObject[]): string[] {
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example' });
  return selectMoves(inventoryOf(objects), mapping, { includeManaged: false }).moves.map(
    ({ workload, obstacle }) => `${workload.ref.resource.kind} ${obstacle?.code ?? 'moves'}`,
  );
}

describe('selectMoves', () => {
  const operator = stranger({ kind: 'Redis', apiVersion: 'redis.example/v1' });
  const namesake = stranger({ kind: 'Deployment', apiVersion: 'apps.example/v1' });
  const top = deployment({ name: 'top' });
  const cases: readonly [string, readonly KubernetesObject[], readonly string[]][] = [
    [
      "keeps an operator's Deployment without pods",
      [deployment({ replicas: 0, owner: operator })],
      ['Deployment controlled'],
    ],
    [
      "keeps an operator's StatefulSet without pods",
      [statefulSet({ replicas: 0, owner: operator })],
      ['StatefulSet controlled'],
    ],
    ['keeps a Deployment without pods', [deployment({ replicas: 0 })], ['Deployment moves']],
    ['keeps a bare ReplicaSet without pods', [replicaSet({ replicas: 0 })], ['ReplicaSet moves']],
    ['keeps the ReplicaSet of a Rollout', [replicaSet({ owner: stranger() })], ['ReplicaSet controlled']],
    [
      'keeps a ReplicaSet without pods of a Rollout, which may be scaled up again as it is',
      [replicaSet({ replicas: 0, owner: stranger() })],
      ['ReplicaSet controlled'],
    ],
    [
      'leaves out the history of a custom resource that names other images',
      [prometheus({ image: 'x' }), replicaSet({ replicas: 0, owner: prometheus() })],
      [],
    ],
    ['leaves out the history of a Deployment', [replicaSet({ replicas: 0, owner: top })], []],
    ['leaves the ReplicaSet of a Deployment to it', [top, replicaSet({ owner: top })], ['Deployment moves']],
    [
      'leaves it to a Deployment that says another image already',
      [replicaSet({ owner: deployment({ image: 'x' }) })],
      [],
    ],
    [
      'keeps the ReplicaSet of a foreign Deployment',
      [replicaSet({ owner: namesake })],
      ['ReplicaSet controlled'],
    ],
    [
      'leaves the Job of a CronJob to it',
      [cronJob({ name: 'nightly' }), job({ owner: cronJob({ name: 'nightly' }) })],
      ['CronJob moves'],
    ],
    [
      'keeps the Job of a CronJob that says another image already',
      [cronJob({ name: 'nightly', image: 'x' }), job({ owner: cronJob({ name: 'nightly' }) })],
      ['Job immutable'],
    ],
    ['leaves out the Job of a CronJob that has ended', [job({ owner: cronJob(), status: COMPLETE })], []],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(moves(objects), expected);
    });
  }
});

describe('selectMoves: what tenants write', () => {
  const mapping = buildMapping({ from: ['old.example'], to: `new.example/${'long/'.repeat(30)}x` });
  const select = (...objects: readonly KubernetesObject[]) =>
    selectMoves(inventoryOf(objects), mapping, { includeManaged: false });

  it('is left alone with the reason where the mapping has no place for an image; others move', () => {
    const { moves: found } = select(
      deployment({ name: 'deep', image: `old.example/${'a/'.repeat(60)}x:1` }),
      deployment({ name: 'web', image: 'old.example/web:1' }),
    );
    assert.deepEqual(
      found.map(({ workload, obstacle }) => [workload.ref.name, obstacle?.code]),
      [
        ['deep', 'unmappable'],
        ['web', undefined],
      ],
    );
    assert.match(found[0]?.obstacle?.reason ?? '', /would become/);
  });

  it('is told in few words, however much there is', () => {
    const containers = Array.from({ length: 10_000 }, (_, index) => ({
      name: `c${index}`,
      image: `OLD EXAMPLE ${'x'.repeat(1000)}`,
    }));
    const { warnings } = select(deployment({ spec: { template: { spec: { containers } } } }));
    assert.equal(warnings.length, 4);
    assert.ok(warnings.join('').length < 3000);
    assert.match(warnings[3] ?? '', /9997 more invalid image references/);
  });
});
