import assert from 'node:assert/strict';
import { MIGRATION_VIEW, summarizeMigration } from '../../../src/commands/views/migration-view.ts';
import type { LeftAlone, LeftAloneCode } from '../../../src/domain/plan/plan.ts';
import { writtenPlan } from '../../../src/domain/plan/written-plan.ts';
import type { MigrationReport } from '../../../src/workflow/carry-out.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { DB, POD, WEB } from './refs.ts';
import { cells, headers, names } from './shown.ts';

const API = { apiVersion: 'registry-switch/v1' } as const;

function left(code: LeftAloneCode, reason: string): LeftAlone {
  return { workload: DB, managedBy: [], images: [], code, reason };
}

const nothing: MigrationReport = {
  ...API,
  kind: 'MigrationReport',
  plan: writtenPlan(planWith([])),
  copy: { ...API, kind: 'CopyReport', copied: [], present: [], failed: [], logTail: [] },
  switch: { ...API, kind: 'SwitchReport', workloads: [] },
  heal: { ...API, kind: 'HealReport', healed: [], warnings: [] },
  verify: { ...API, kind: 'Findings', from: [], findings: [], unseen: [], warnings: [] },
};

const much: MigrationReport = {
  ...nothing,
  plan: writtenPlan(
    planWith([], {
      leftAlone: [left('gitops', 'Argo CD would undo it'), left('finished', 'it has run to its end')],
    }),
  ),
  copy: {
    ...nothing.copy,
    copied: ['new.example/a:1', 'new.example/b:1'],
    present: ['new.example/c:1'],
    failed: [{ source: 'old.example/d:1', target: 'new.example/d:1', reason: 'denied' }],
  },
  switch: {
    ...nothing.switch,
    workloads: [
      { workload: WEB, outcome: 'switched', images: [], message: '1 of 1 pods available' },
      { workload: DB, outcome: 'rolled-back', images: [], message: 'not ready' },
    ],
  },
  heal: {
    ...nothing.heal,
    healed: [{ namespace: 'shop', pod: 'web-1', owner: 'x', images: [], waiting: 'ErrImagePull' }],
  },
  verify: {
    ...nothing.verify,
    findings: [
      { kind: 'pod', object: POD, references: [], counted: true },
      { kind: 'template', object: WEB, references: [], counted: false },
    ],
  },
};

describe('the view of a migration', () => {
  it('shows everything that was or was not done', () => {
    assert.deepEqual(headers(MIGRATION_VIEW).table, ['object', 'result', 'message']);
    assert.deepEqual(cells(MIGRATION_VIEW, much), [
      ['Deployment shop/web', 'switched', '1 of 1 pods available'],
      ['StatefulSet shop/db', 'rolled-back', 'not ready'],
      ['Pod shop/web-1', 'healed', 'was in ErrImagePull'],
      ['StatefulSet shop/db', 'left-alone', 'Argo CD would undo it'],
      ['StatefulSet shop/db', 'finished', 'it has run to its end'],
      ['image new.example/d:1', 'not copied', 'denied'],
    ]);
    assert.deepEqual(names(MIGRATION_VIEW, much), [
      ...['deployment.apps/web', 'statefulset.apps/db', 'pod/web-1'],
      ...['statefulset.apps/db', 'statefulset.apps/db', 'image/new.example/d:1'],
    ]);
  });
});

const LOOK = 'kubectl registry-switch verify --from old.example';

describe('the summary of a migration', () => {
  it('counts what was done and what remains', () => {
    assert.deepEqual(summarizeMigration(much, LOOK), [
      'Images:    2 copied, 1 already at the target, 1 failed',
      'Workloads: 1 switched, 1 not, 1 left alone',
      'Pods:      1 healed',
      '1 reference to the source remains: see `kubectl registry-switch verify --from old.example`.',
    ]);
  });

  it('says so when nothing remains', () => {
    assert.equal(summarizeMigration(nothing, LOOK).at(-1), 'Nothing refers to the source any more.');
  });
});
