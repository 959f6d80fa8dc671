import assert from 'node:assert/strict';
import { migrationExitCode, rollbackExitCode, switchExitCode } from '../../src/commands/exit-codes.ts';
import { DEPLOYMENTS } from '../../src/domain/kubernetes/resource.ts';
import type { LeftAlone, LeftAloneCode } from '../../src/domain/plan/plan.ts';
import type { MigrationReport } from '../../src/workflow/carry-out.ts';
import type { RollbackReport } from '../../src/workflow/rollback/roll-back.ts';
import type { SwitchReport } from '../../src/workflow/switch/switch-workloads.ts';
import { planWith } from '../support/builders/planned-change.ts';

const workload = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
const API = { apiVersion: 'registry-switch/v1' } as const;
type Outcome = SwitchReport['workloads'][number]['outcome'];

function switched(...outcomes: readonly Outcome[]): SwitchReport {
  const workloads = outcomes.map((outcome) => ({ workload, outcome, images: [], message: '' }));
  return { ...API, kind: 'SwitchReport', workloads };
}

function leftAlone(code: LeftAloneCode): LeftAlone {
  return { workload, managedBy: [], images: [], code, reason: '' };
}

describe('switchExitCode', () => {
  const cases: readonly [readonly Outcome[], number][] = [
    [[], 0],
    [['switched', 'unchanged'], 0],
    [['switched', 'left-alone'], 4],
    [['switched', 'unhealthy'], 4],
    [['not-started'], 4],
    [['switched', 'rolled-back', 'not-started'], 1],
    [['left-alone', 'failed'], 1],
    [['switched', 'reverted'], 1],
    [['switched', 'gone'], 0],
  ];
  for (const [outcomes, code] of cases) {
    it(`is ${code} for ${outcomes.join(', ') || 'nothing'}`, () => {
      assert.equal(switchExitCode(switched(...outcomes), []), code);
    });
  }

  it('is 4 where the plan left something alone', () => {
    assert.equal(switchExitCode(switched('switched'), [leftAlone('gitops')]), 4);
  });
});

describe('rollbackExitCode', () => {
  type RolledBack = RollbackReport['workloads'][number];
  const report = (
    workloads: readonly (Pick<RolledBack, 'outcome'> & Partial<RolledBack>)[],
    secrets: readonly RollbackReport['secrets'][number]['outcome'][] = [],
    warnings: readonly string[] = [],
  ): RollbackReport => ({
    ...API,
    kind: 'RollbackReport',
    workloads: workloads.map((one) => ({
      workload,
      images: [],
      kept: [],
      stays: false,
      message: '',
      ...one,
    })),
    secrets: secrets.map((outcome) => ({ namespace: 'shop', name: 'x', outcome, message: '' })),
    warnings,
  });
  const cases: readonly [string, RollbackReport, number][] = [
    ['nothing', report([]), 0],
    [
      'everything put back',
      report([{ outcome: 'rolled-back' }, { outcome: 'unchanged' }], ['restored', 'removed']),
      0,
    ],
    ['something failed', report([{ outcome: 'rolled-back' }, { outcome: 'failed' }]), 1],
    ['something is not healthy', report([{ outcome: 'unhealthy' }]), 4],
    ['something was kept', report([{ outcome: 'rolled-back', kept: ['x'] }]), 4],
    ['a Secret was kept', report([], ['kept']), 4],
    ['something could not be looked after', report([{ outcome: 'rolled-back' }], [], ['x']), 4],
    ['a failure beside a warning', report([{ outcome: 'failed' }], [], ['x']), 1],
  ];
  for (const [name, value, code] of cases) {
    it(`is ${code} for ${name}`, () => {
      assert.equal(rollbackExitCode(value), code);
    });
  }
});

describe('migrationExitCode', () => {
  const finding = { kind: 'pod', object: workload, references: [], counted: true } as const;
  const fine: MigrationReport = {
    ...API,
    kind: 'MigrationReport',
    plan: planWith([]),
    copy: { ...API, kind: 'CopyReport', copied: [], present: [], failed: [], logTail: [] },
    switch: switched('switched'),
    heal: { ...API, kind: 'HealReport', healed: [], warnings: [] },
    verify: { ...API, kind: 'Findings', from: [], findings: [], unseen: [], warnings: [] },
  };
  const failedCopy = { ...fine.copy, failed: [{ source: 'a', target: 'b', reason: 'c' }] };
  const remaining = { ...fine.verify, findings: [finding] };
  const cases: readonly [string, Partial<MigrationReport>, number][] = [
    ['a whole move', {}, 0],
    ['finished work that was left alone', { plan: planWith([], { leftAlone: [leftAlone('finished')] }) }, 0],
    ['a workload that was put back', { switch: switched('rolled-back') }, 1],
    [
      'a workload that was left alone',
      { plan: planWith([], { leftAlone: [leftAlone('gitops')] }), verify: remaining },
      4,
    ],
    ['an image that was not copied', { copy: failedCopy, verify: remaining }, 4],
    ['old references that remain', { verify: remaining }, 3],
    [
      'references that do not count',
      { verify: { ...fine.verify, findings: [{ ...finding, counted: false }] } },
      0,
    ],
  ];
  for (const [name, changed, code] of cases) {
    it(`is ${code} for ${name}`, () => {
      assert.equal(migrationExitCode({ ...fine, ...changed }), code);
    });
  }
});
