import assert from 'node:assert/strict';
import { finishPreviewLines } from '../../src/commands/finish-preview-lines.ts';
import { DEPLOYMENTS, SECRETS } from '../../src/domain/kubernetes/resource.ts';

describe('what a finish says before it asks', () => {
  it('names whose records go, and what is deleted, rewritten and left', () => {
    const secret = (name: string) => ({ resource: SECRETS, namespace: 'shop', name });
    const deployment = (name: string) => ({ resource: DEPLOYMENTS, namespace: 'shop', name });
    assert.deepEqual(
      finishPreviewLines([
        { object: deployment('web'), outcome: 'cleared', message: 'its records' },
        { object: deployment('cart'), outcome: 'kept', message: 'somebody else moved it' },
        { object: secret('login'), outcome: 'reduced', message: 'without the entry for old.example' },
        { object: secret('made'), outcome: 'removed', message: 'nothing in it but the entry' },
      ]),
      [
        'Change records are deleted from 1 workload (Deployment shop/web).',
        '  leave Deployment shop/cart: somebody else moved it',
        '  rewrite Secret shop/login: without the entry for old.example',
        '  delete Secret shop/made: nothing in it but the entry',
      ],
    );
  });
});
