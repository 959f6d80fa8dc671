import assert from 'node:assert/strict';
import { ROLLBACK_VIEW } from '../../../src/commands/views/rollback-view.ts';
import type { RollbackReport } from '../../../src/workflow/rollback/roll-back.ts';
import { WEB } from './refs.ts';
import { cells, headers, names } from './shown.ts';

const report: RollbackReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'RollbackReport',
  workloads: [
    { workload: WEB, outcome: 'rolled-back', images: [], kept: [], stays: false, message: '1 pod ready' },
  ],
  secrets: [{ namespace: 'shop', name: 'own', outcome: 'restored', message: 'as it was before' }],
  warnings: [],
};

describe('the view of a rollback', () => {
  it('shows workloads, then Secrets', () => {
    assert.deepEqual(headers(ROLLBACK_VIEW).table, ['object', 'result', 'message']);
    assert.deepEqual(cells(ROLLBACK_VIEW, report), [
      ['Deployment shop/web', 'rolled-back', '1 pod ready'],
      ['Secret shop/own', 'restored', 'as it was before'],
    ]);
    assert.deepEqual(names(ROLLBACK_VIEW, report), ['deployment.apps/web', 'secret/own']);
  });
});
