import assert from 'node:assert/strict';
import { SWITCH_VIEW } from '../../../src/commands/views/switch-view.ts';
import type { SwitchReport } from '../../../src/workflow/switch/switch-workloads.ts';
import { DB, WEB } from './refs.ts';
import { cells, headers, names } from './shown.ts';

const report: SwitchReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'SwitchReport',
  workloads: [
    { workload: WEB, outcome: 'switched', images: [], message: '1 of 1 pods available' },
    { workload: DB, outcome: 'left-alone', images: [], message: 'not proven' },
  ],
};

describe('the view of a switch', () => {
  it('is a row a workload, with what became of it', () => {
    assert.deepEqual(headers(SWITCH_VIEW).table, ['workload', 'result', 'message']);
    assert.deepEqual(cells(SWITCH_VIEW, report), [
      ['Deployment shop/web', 'switched', '1 of 1 pods available'],
      ['StatefulSet shop/db', 'left-alone', 'not proven'],
    ]);
    assert.deepEqual(names(SWITCH_VIEW, report), ['deployment.apps/web', 'statefulset.apps/db']);
  });
});
