import assert from 'node:assert/strict';
import { PLAN_VIEW } from '../../../src/commands/views/plan-view.ts';
import type { Drift, LeftAlone, PlannedChange, PlannedCopy } from '../../../src/domain/plan/plan.ts';
import { writtenPlan } from '../../../src/domain/plan/written-plan.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { plannedChange, plannedImage, planWith } from '../../support/builders/planned-change.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { DB, WEB } from './refs.ts';
import { cells, headers, names } from './shown.ts';

const A = digestOf('a');
const B = digestOf('b');
/** As it is shown: enough to compare by eye. */
const SHORT_A = A.slice(0, 19);
const SHORT_B = B.slice(0, 19);

const copy = plannedCopy('old.example/a:1', 'new.example/a:1', A);
const change: PlannedChange = {
  ...plannedChange(deployment()),
  workload: WEB,
  managedBy: [{ kind: 'helm', name: 'shop/web' }],
  images: [
    plannedImage({ slot: 'container', name: 'app', from: 'old.example/a:1', to: 'new.example/a:1' }),
    plannedImage({ slot: 'field', name: '/spec/image', from: 'old.example/a', to: 'new.example/a' }),
  ],
  addPullSecrets: ['target'],
};
const left: LeftAlone = {
  workload: DB,
  managedBy: [],
  images: ['old.example/b:1', 'old.example/b:1', 'old.example/c:1'],
  code: 'gitops',
  reason: 'Argo CD would undo it',
};

function drift(rest: Partial<Drift>): Drift {
  return { image: 'old.example/a:1', running: [{ digest: A, pods: 2 }], ...rest };
}

describe('the view of a plan', () => {
  it('has the same columns for everything', () => {
    assert.deepEqual(headers(PLAN_VIEW).table, ['action', 'what', 'from', 'to', 'note']);
  });

  const notes: readonly [string, Partial<PlannedCopy>, string, string][] = [
    ['an image to copy', {}, 'copy', `one workload, ${SHORT_A}`],
    ['an image that is there', { present: true, usedBy: 3 }, 'present', `3 workloads, ${SHORT_A}`],
  ];
  for (const [name, rest, action, note] of notes) {
    it(`tells ${name}`, () => {
      const plan = writtenPlan(planWith([], { copies: [{ ...copy, ...rest }] }));
      assert.deepEqual(cells(PLAN_VIEW, plan), [
        [action, 'image', 'old.example/a:1', 'new.example/a:1', note],
      ]);
      assert.deepEqual(names(PLAN_VIEW, plan), ['image/new.example/a:1']);
    });
  }

  it('tells every image of a change, with what comes along', () => {
    const plan = writtenPlan(planWith([change]));
    const what = 'Deployment shop/web';
    assert.deepEqual(cells(PLAN_VIEW, plan), [
      [
        ...['change', what, 'old.example/a:1', 'new.example/a:1'],
        'container app, pull Secret target, Helm release shop/web',
      ],
      [
        ...['change', what, 'old.example/a', 'new.example/a'],
        'field /spec/image, pull Secret target, Helm release shop/web',
      ],
    ]);
    assert.deepEqual(names(PLAN_VIEW, plan), ['deployment.apps/web', 'deployment.apps/web']);
  });

  it('tells why something is left alone', () => {
    assert.deepEqual(cells(PLAN_VIEW, writtenPlan(planWith([], { leftAlone: [left] }))), [
      ['leave', 'StatefulSet shop/db', 'old.example/b:1, old.example/c:1', '', 'Argo CD would undo it'],
    ]);
  });

  const drifts: readonly [string, Partial<Drift>, string][] = [
    [
      'one that was moved on',
      { tag: B, decided: A },
      `pods run ${SHORT_A}, the tag says ${SHORT_B}; ${SHORT_A} is copied`,
    ],
    ['one that is gone', { decided: A }, `pods run ${SHORT_A}, the tag says nothing; ${SHORT_A} is copied`],
    [
      'one of which pods run two',
      { running: [A, B].map((digest) => ({ digest, pods: 1 })), tag: B },
      `pods run ${SHORT_A} and ${SHORT_B}, the tag says ${SHORT_B}; nothing is copied`,
    ],
  ];
  for (const [name, rest, note] of drifts) {
    it(`tells of a tag that does not say what runs: ${name}`, () => {
      const plan = writtenPlan(planWith([], { drift: [drift(rest)] }));
      assert.deepEqual(cells(PLAN_VIEW, plan), [['drift', 'image', 'old.example/a:1', '', note]]);
    });
  }
});
