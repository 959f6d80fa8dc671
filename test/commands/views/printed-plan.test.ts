import assert from 'node:assert/strict';
import { PLAN_VIEW } from '../../../src/commands/views/plan-view.ts';
import type { PlannedMention } from '../../../src/domain/plan/plan.ts';
import { writtenPlan } from '../../../src/domain/plan/written-plan.ts';
import { renderResult } from '../../../src/ui/output/render-result.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { plannedImage, planWith, targetOf } from '../../support/builders/planned-change.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { WEB } from './refs.ts';

const A = digestOf('a');
const TARGET = 'new.example/a:latest';
const image = plannedImage(
  { slot: 'container', name: 'app', from: 'old.example/a', to: `new.example/a@${A}` },
  { copy: targetOf(TARGET), digest: A, running: [A] },
);
const mention: PlannedMention = {
  ...{ object: WEB, place: 'container app args[0]', text: 'old.example/a', copy: TARGET },
  rewriting: 'it becomes new.example/a',
};
const plan = planWith(
  [
    {
      ...{ workload: WEB, managedBy: [], images: [image], mentions: [{ ...image, slot: 'mention' }] },
      ...{ pin: true, addPullSecrets: [], pods: 1, after: [] },
    },
  ],
  {
    mentions: [mention, { object: WEB, place: 'data.x', text: 'old.example/b', reason: 'it is gone' }],
    copies: [
      plannedCopy('old.example/a:latest', TARGET, A, { hidden: true, lacks: [A] }),
      plannedCopy('old.example/a:x.sig', 'new.example/a:x.sig', A, { companionOf: image.copy }),
    ],
  },
);

/** Scripts read it: each value and the order of the keys. */
const PRINTED = {
  apiVersion: 'registry-switch/v1',
  kind: 'Plan',
  server: 'https://kube.example',
  from: ['old.example'],
  to: 'new.example',
  platforms: [],
  copies: [
    {
      source: `old.example/a:latest@${A}`,
      target: 'new.example/a:latest',
      digest: A,
      present: false,
      usedBy: 1,
      hidden: true,
      lacks: [A],
    },
    {
      source: `old.example/a:x.sig@${A}`,
      target: 'new.example/a:x.sig',
      digest: A,
      present: false,
      usedBy: 1,
      companionOf: 'new.example/a:latest',
    },
  ],
  changes: [
    {
      workload: WEB,
      managedBy: [],
      images: [printedImage('container')],
      mentions: [printedImage('mention')],
      pin: true,
      addPullSecrets: [],
      pods: 1,
      after: [],
    },
  ],
  mentions: [
    {
      object: WEB,
      place: 'container app args[0]',
      text: 'old.example/a',
      copy: 'new.example/a:latest',
      rewriting: 'it becomes new.example/a',
    },
    { object: WEB, place: 'data.x', text: 'old.example/b', reason: 'it is gone' },
  ],
  leftAlone: [],
  drift: [],
  namespacesWithPushLogin: [],
  placesOfPushLogin: [],
  expiringLogins: [],
  warnings: [],
};

function printedImage(slot: string): object {
  return {
    slot,
    name: 'app',
    from: 'old.example/a',
    to: `new.example/a@${A}`,
    copy: 'new.example/a:latest',
    digest: A,
    running: [A],
  };
}

describe('a plan as a value', () => {
  it('names images by their references', async () => {
    const printed = await renderResult(writtenPlan(plan), PLAN_VIEW, { format: { kind: 'json' } });
    assert.equal(printed, `${JSON.stringify(PRINTED, null, 4)}\n`);
  });
});
