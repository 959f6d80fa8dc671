import assert from 'node:assert/strict';
import { migrationExitCode, rollbackExitCode, switchExitCode } from '../../src/commands/exit-codes.ts';
import { EXIT } from '../../src/domain/exit.ts';
import { DEPLOYMENTS } from '../../src/domain/kubernetes/resource.ts';
import type { LeftAlone, LeftAloneCode } from '../../src/domain/plan/plan.ts';
import { writtenPlan } from '../../src/domain/plan/written-plan.ts';
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
    [[], EXIT.done],
    [['switched', 'unchanged'], EXIT.done],
    [['switched', 'left-alone'], EXIT.partly],
    [['switched', 'unhealthy'], EXIT.partly],
    [['not-started'], EXIT.partly],
    [['switched', 'rolled-back', 'not-started'], EXIT.failed],
    [['left-alone', 'failed'], EXIT.failed],
    [['switched', 'reverted'], EXIT.failed],
    [['switched', 'gone'], EXIT.done],
  ];
  for (const [outcomes, code] of cases) {
    it(`is ${code} for ${outcomes.join(', ') || 'nothing'}`, () => {
      assert.equal(switchExitCode(switched(...outcomes), []), code);
    });
  }

  it('is partly where the plan left something alone', () => {
    assert.equal(switchExitCode(switched('switched'), [leftAlone('gitops')]), EXIT.partly);
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
    ['nothing', report([]), EXIT.done],
    [
      'everything put back',
      report([{ outcome: 'rolled-back' }, { outcome: 'unchanged' }], ['restored', 'removed']),
      EXIT.done,
    ],
    ['something failed', report([{ outcome: 'rolled-back' }, { outcome: 'failed' }]), EXIT.failed],
    ['something is not healthy', report([{ outcome: 'unhealthy' }]), EXIT.partly],
    ['something was kept', report([{ outcome: 'rolled-back', kept: ['x'] }]), EXIT.partly],
    ['a Secret was kept', report([], ['kept']), EXIT.partly],
    ['something could not be looked after', report([{ outcome: 'rolled-back' }], [], ['x']), EXIT.partly],
    ['a failure beside a warning', report([{ outcome: 'failed' }], [], ['x']), EXIT.failed],
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
    plan: writtenPlan(planWith([])),
    copy: { ...API, kind: 'CopyReport', copied: [], present: [], failed: [], logTail: [] },
    switch: switched('switched'),
    heal: { ...API, kind: 'HealReport', healed: [], warnings: [] },
    verify: { ...API, kind: 'Findings', from: [], findings: [], unseen: [], warnings: [] },
  };
  const failedCopy = { ...fine.copy, failed: [{ source: 'a', target: 'b', reason: 'c' }] };
  const remaining = { ...fine.verify, findings: [finding] };
  const cases: readonly [string, Partial<MigrationReport>, number][] = [
    ['a whole move', {}, EXIT.done],
    [
      'finished work that was left alone',
      { plan: writtenPlan(planWith([], { leftAlone: [leftAlone('finished')] })) },
      EXIT.done,
    ],
    ['a workload that was put back', { switch: switched('rolled-back') }, EXIT.failed],
    [
      'a workload that was left alone',
      { plan: writtenPlan(planWith([], { leftAlone: [leftAlone('gitops')] })), verify: remaining },
      EXIT.partly,
    ],
    ['an image that was not copied', { copy: failedCopy, verify: remaining }, EXIT.partly],
    ['old references that remain', { verify: remaining }, EXIT.oldReferences],
    [
      'references that do not count',
      { verify: { ...fine.verify, findings: [{ ...finding, counted: false }] } },
      EXIT.done,
    ],
  ];
  for (const [name, changed, code] of cases) {
    it(`is ${code} for ${name}`, () => {
      assert.equal(migrationExitCode({ ...fine, ...changed }), code);
    });
  }
});
