import assert from 'node:assert/strict';
import { deployment } from '../../support/builders/workloads.ts';
import { planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: images pinned by digest', () => {
  const pinnedTo = (digest: string, tag = ':1'): string => `old.example/shop/web${tag}@${digest}`;

  const invented = `new.example/shop/web:digest-${RUNNING.slice(7, 39)}`;

  it('takes the tag that the source says of the digest', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { source: { [SOURCE]: RUNNING } });
    assert.deepEqual(
      plan.copies.map(({ digest, target }) => [digest, target]),
      [[RUNNING, TARGET]],
    );
  });

  for (const [what, answer] of [
    ['says of another digest', TAG],
    ['does not have', 'absent'],
    ['cannot be asked for', 'it is down'],
  ] as const) {
    it(`leaves a tag that the source ${what} to those who mean it`, () => {
      const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { source: { [SOURCE]: answer } });
      assert.deepEqual(
        plan.copies.map(({ digest, target }) => [digest, target]),
        [[RUNNING, invented]],
      );
    });
  }

  it('copies a tag with a digest by that digest, whatever the tag says', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      plan.copies.map(({ digest }) => digest),
      [RUNNING],
    );
    assert.deepEqual(
      plan.changes[0]?.images.map(({ to }) => to),
      [`${TARGET}@${RUNNING}`],
    );
    assert.deepEqual(plan.drift, []);
  });

  it('invents a tag for a digest alone, so that the image is kept', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING, '') })]);
    const tag = `digest-${RUNNING.slice(7, 39)}`;
    assert.deepEqual(
      plan.copies.map(({ source, target }) => [source, target]),
      [[at(RUNNING), `new.example/shop/web:${tag}`]],
    );
    assert.deepEqual(
      plan.changes[0]?.images.map(({ to }) => to),
      [`new.example/shop/web@${RUNNING}`],
    );
  });

  it('makes way for a tag that stands for another image', () => {
    const objects = [
      deployment({ name: 'pinned', image: pinnedTo(RUNNING) }),
      deployment({ name: 'tagged', image: SOURCE }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      new Map(plan.copies.map(({ target, digest }) => [target, digest])),
      new Map([
        [TARGET, TAG],
        [invented, RUNNING],
      ]),
    );
    assert.equal(plan.changes.length, 2);
  });

  it('makes way for a tag of another source too, whichever comes first by name', () => {
    for (const from of ['a.example', 'z.example']) {
      const objects = [
        deployment({ name: 'pinned', image: `${from}/shop/web:1@${RUNNING}` }),
        deployment({ name: 'tagged', image: SOURCE }),
      ];
      const plan = planOf(objects, { mapping: { from: ['old.example', from] }, source: { [SOURCE]: TAG } });
      assert.deepEqual(plan.copies.find(({ target }) => target === TARGET)?.digest, TAG);
      assert.equal(plan.copies.length, 2);
    }
  });

  it('makes way for what the target holds', () => {
    const plan = planOf([deployment({ image: pinnedTo(RUNNING) })], { target: { [TARGET]: OTHER } });
    assert.equal(plan.copies[0]?.target, invented);
    assert.equal(plan.changes[0]?.images[0]?.copy, invented);
  });

  it('shares the tag with the same image', () => {
    const objects = [
      deployment({ name: 'pinned', image: pinnedTo(TAG) }),
      deployment({ name: 'tagged', image: SOURCE }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      plan.copies.map(({ target, digest }) => [target, digest]),
      [[TARGET, TAG]],
    );
  });
});
