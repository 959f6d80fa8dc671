import assert from 'node:assert/strict';
import { namesHash, shortHash } from '../../../src/domain/canonical-hash.ts';
import { planHash } from '../../../src/domain/plan/plan-hash.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { plannedChange, planWith } from '../../support/builders/planned-change.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';

const TARGET = 'new.example/web:1';
const web = plannedChange(deployment({ name: 'web', image: 'old.example/web:1' }), ['target']);
const cart = plannedChange(deployment({ name: 'cart', image: 'old.example/cart:1' }));
const A = digestOf('a');
const COPY = plannedCopy('old.example/web:1', TARGET, A);
const PLAN = planWith([web, cart], { copies: [COPY] });

describe('the hash of a plan', () => {
  const same: readonly [what: string, plan: Plan][] = [
    ['in another order', planWith([cart, web], { copies: [COPY] })],
    [
      'when the images are at the target by now',
      planWith([web, cart], { copies: [{ ...COPY, present: true }] }),
    ],
    ['with other warnings', planWith([web, cart], { copies: [COPY], warnings: ['a node is away'] })],
    [
      'with a signature beside an image',
      planWith([web, cart], {
        copies: [
          COPY,
          plannedCopy('old.example/web:sha256-aa.sig', 'new.example/web:sha256-aa.sig', A, {
            companionOf: COPY.target,
          }),
        ],
      }),
    ],
    ['with other numbers of pods', planWith([{ ...web, pods: 9 }, cart], { copies: [COPY] })],
  ];
  for (const [what, plan] of same) {
    it(`is the same ${what}`, () => {
      assert.equal(planHash(plan), planHash(PLAN));
    });
  }

  const other: readonly [what: string, plan: Plan][] = [
    ['another target', { ...PLAN, to: 'evil.example' }],
    ['another cluster', { ...PLAN, server: 'https://other.example' }],
    ['another source', { ...PLAN, from: ['older.example'] }],
    ['one workload less', planWith([web], { copies: [COPY] })],
    [
      'another digest',
      planWith([web, cart], { copies: [plannedCopy('old.example/web:1', TARGET, digestOf('b'))] }),
    ],
    [
      'another copy',
      planWith([web, cart], { copies: [plannedCopy('old.example/web:1', 'evil.example/web:1', A)] }),
    ],
    ['another pull Secret', planWith([{ ...web, addPullSecrets: ['other'] }, cart], { copies: [COPY] })],
    ['another image', planWith([{ ...web, images: cart.images }, cart], { copies: [COPY] })],
    ['a mention rewritten', planWith([{ ...web, mentions: cart.images }, cart], { copies: [COPY] })],
    ['images pinned', planWith([{ ...web, pin: !web.pin }, cart], { copies: [COPY] })],
  ];
  for (const [what, plan] of other) {
    it(`is another with ${what}`, () => {
      assert.notEqual(planHash(plan), planHash(PLAN));
    });
  }

  it('stays what it was signed off with', () => {
    assert.equal(planHash(PLAN), 'sha256:a0b5149840445a70aeb46e3e04247ed907c1e4ba42fd6118a3b6ce0e4b237b7f');
  });

  it('may be named by at least 12 of its digits, with or without the algorithm', () => {
    const hash = planHash(PLAN);
    assert.match(hash, /^sha256:[0-9a-f]{64}$/);
    for (const name of [hash, hash.slice(7), shortHash(hash), `sha256:${shortHash(hash)}`]) {
      assert.ok(namesHash(name, hash), name);
    }
    for (const name of ['', hash.slice(7, 18), `${shortHash(hash)}x`, 'sha256:', '0'.repeat(12)]) {
      assert.ok(!namesHash(name, hash), name);
    }
  });
});
