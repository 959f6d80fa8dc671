import assert from 'node:assert/strict';
import { HEAL_VIEW } from '../../../src/commands/views/heal-view.ts';
import type { HealReport } from '../../../src/workflow/heal/heal-pods.ts';
import { cells, headers, names } from './shown.ts';

const report: HealReport = {
  apiVersion: 'registry-switch/v1',
  kind: 'HealReport',
  healed: [
    {
      namespace: 'shop',
      pod: 'web-1',
      owner: 'Deployment shop/web',
      images: ['old.example/a:1', 'old.example/b:1'],
      waiting: 'ImagePullBackOff',
    },
  ],
  warnings: [],
};

describe('the view of healed pods', () => {
  it('tells whose they are and what they were stuck on', () => {
    assert.deepEqual(headers(HEAL_VIEW).table, ['namespace', 'pod', 'owner', 'was', 'image']);
    assert.deepEqual(cells(HEAL_VIEW, report), [
      ['shop', 'web-1', 'Deployment shop/web', 'ImagePullBackOff', 'old.example/a:1, old.example/b:1'],
    ]);
    assert.deepEqual(names(HEAL_VIEW, report), ['pod/web-1']);
  });
});
