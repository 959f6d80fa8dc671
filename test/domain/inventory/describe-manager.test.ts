import assert from 'node:assert/strict';
import { describeManager, type Manager, reverts } from '../../../src/domain/inventory/manager.ts';
import { MANAGERS } from '../../../src/domain/inventory/manager-table.ts';

describe('reverts', () => {
  it('is true of all but Helm, which writes only when it is told to', () => {
    const kinds = [...Object.keys(MANAGERS), 'operator'] as readonly Manager['kind'][];
    assert.deepEqual(
      kinds.filter((kind) => !reverts({ kind, name: 'x' })),
      ['helm'],
    );
  });
});

describe('describeManager', () => {
  it('reads in a sentence', () => {
    assert.equal(describeManager({ kind: 'helm', name: 'shop/web' }), 'Helm release shop/web');
    assert.equal(describeManager({ kind: 'operator', name: 'Rollout/web' }), 'operator resource Rollout/web');
    assert.equal(
      describeManager({ kind: 'argocd', name: 'argocd-controller', by: 'field-manager' }),
      'Argo CD (field manager argocd-controller)',
    );
  });
});
