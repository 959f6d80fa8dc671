import assert from 'node:assert/strict';
import {
  nodeStep,
  type GroupNode,
  type NodeStep,
} from '../../../../src/sandbox/deckhouse/bashible/node-step.ts';

const CHECKSUM = 'node.deckhouse.io/configuration-checksum';
const WAITING = 'update.node.deckhouse.io/waiting-for-approval';
const APPROVED = 'update.node.deckhouse.io/approved';

function node(annotations: Readonly<Record<string, string>>, ready = true): GroupNode {
  return { name: 'node', annotations, ready };
}

describe('the next step of a node with bashible', () => {
  const approve: NodeStep = { seconds: 1, changes: [{ [APPROVED]: '', [WAITING]: null }] };
  const table: readonly [string, GroupNode, readonly GroupNode[], NodeStep | undefined][] = [
    ['in sync: none', node({ [CHECKSUM]: 'new' }), [], undefined],
    [
      'another configuration: asks',
      node({ [CHECKSUM]: 'old' }),
      [],
      { seconds: 1, changes: [{ [CHECKSUM]: null, [WAITING]: '' }] },
    ],
    ['waiting: is approved', node({ [WAITING]: '' }), [], approve],
    ['waiting, another approved: waits', node({ [WAITING]: '' }), [node({ [APPROVED]: '' })], undefined],
    ['waiting, another not ready: waits', node({ [WAITING]: '' }), [node({}, false)], undefined],
    [
      'approved: applies, then says so',
      node({ [APPROVED]: '' }),
      [],
      { seconds: 2, changes: [{ [CHECKSUM]: 'new' }, { [APPROVED]: null, [WAITING]: null }] },
    ],
  ];
  for (const [name, one, others, expected] of table) {
    it(name, () => {
      const group = { expected: 'new', maxConcurrent: 1, nodes: [one, ...others] };
      assert.deepEqual(nodeStep(one, group), expected);
    });
  }
});
