import assert from 'node:assert/strict';
import type { Scope } from '../../../src/domain/inventory/scope.ts';
import { splitByReach } from '../../../src/domain/run/rollback-reach.ts';
import { MACHINES } from '../../support/builders/resources.ts';
import { aMove, aRun } from '../../support/builders/run.ts';

const [TEAM, ALL] = ['20261121-091733-k3x9', '20261122-091733-k3x9'];
const runs = [aRun({ id: TEAM, move: aMove({ namespace: ['shop', 'bank'] }) }), aRun({ id: ALL })];

function isReached(
  recordedRuns: readonly string[],
  { namespaces = [], excludeNamespaces = [] }: Partial<Scope>,
): boolean {
  const machine = { ref: { resource: MACHINES, name: 'm' }, recordedRuns };
  const { reached, outOfReach } = splitByReach([machine], { namespaces, excludeNamespaces }, runs);
  assert.deepEqual([...reached, ...outOfReach], [machine]);
  return reached.length > 0;
}

describe('what belongs to no namespace', () => {
  it('is undone with the whole cluster', () => {
    assert.ok(isReached([], {}));
    assert.ok(isReached([TEAM, 'unknown'], {}));
  });

  it('is undone with all the namespaces of the runs that changed it', () => {
    assert.ok(isReached([TEAM], { namespaces: ['bank', 'shop'] }));
  });

  for (const [name, recordedRuns, scope] of [
    ['some of the namespaces of its run', [TEAM], { namespaces: ['shop'] }],
    ['namespaces, where its run was about all', [ALL], { namespaces: ['shop', 'bank'] }],
    ['namespaces, where another run changed it too', [TEAM, ALL], { namespaces: ['shop', 'bank'] }],
    ['namespaces, where its run is not known', ['unknown'], { namespaces: ['shop', 'bank'] }],
    ['namespaces, where its records name no run', [], { namespaces: ['shop', 'bank'] }],
    ['all but a namespace', [ALL], { excludeNamespaces: ['zoo'] }],
  ] as const) {
    it(`stays with ${name}`, () => {
      assert.ok(!isReached(recordedRuns, scope));
    });
  }
});
