import assert from 'node:assert/strict';
import type { Pod } from '../../../../src/sandbox/controllers/kinds.ts';
import { inDeletionOrder } from '../../../../src/sandbox/controllers/replica-set/deletion-order.ts';

interface Shape {
  readonly node?: string;
  readonly phase?: string;
  /** Since so many minutes. */
  readonly ready?: number;
  readonly restarts?: number;
  readonly cost?: number;
  /** In minutes. */
  readonly age?: number;
}

describe('deletion order', () => {
  const settled = { node: 'a', phase: 'Running', ready: 5, age: 9 };

  for (const { name, goes, stays, crowd = [] } of [
    { name: 'no node', goes: { phase: 'Pending' }, stays: { node: 'a', phase: 'Pending' } },
    { name: 'pending', goes: { node: 'a', phase: 'Pending' }, stays: { node: 'a', phase: 'Running' } },
    { name: 'not ready', goes: { node: 'a', phase: 'Running' }, stays: settled },
    { name: 'cheaper', goes: { ...settled, cost: -1 }, stays: settled },
    { name: 'on a crowded node', goes: { ...settled, node: 'b' }, stays: settled, crowd: ['a', 'b', 'b'] },
    { name: 'ready for a shorter time', goes: { ...settled, ready: 4 }, stays: settled },
    { name: 'restarted more often', goes: { ...settled, restarts: 2 }, stays: { ...settled, restarts: 1 } },
    { name: 'younger', goes: { ...settled, age: 8 }, stays: settled },
  ]) {
    it(`first: ${name}`, () => {
      const pods = [pod('stays', stays), pod('goes', goes)];
      const related = crowd.map((node) => pod('other', { node, phase: 'Running' }));
      for (const given of [pods, pods.toReversed()]) {
        assert.deepEqual(
          inDeletionOrder(given, related).map(({ metadata }) => metadata.name),
          ['goes', 'stays'],
        );
      }
    });
  }
});

function pod(name: string, { node, phase = 'Running', ready, restarts = 0, cost, age = 0 }: Shape): Pod {
  const ago = (minutes: number) =>
    new Date(Date.parse('2026-03-01T10:00:00Z') - minutes * 60_000).toISOString();
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: ago(ready ?? 0) };
  const annotations = { 'controller.kubernetes.io/pod-deletion-cost': String(cost ?? 0) };
  const container = { name: 'app', image: 'app', imageID: '', ready: true, restartCount: restarts };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: ago(age), annotations },
    spec: { containers: [], ...(node === undefined ? {} : { nodeName: node }) },
    status: {
      phase,
      conditions: ready === undefined ? [] : [condition],
      containerStatuses: [container],
    },
  };
}
