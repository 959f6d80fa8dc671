import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { planOf } from './plan-of.ts';
import { OTHER, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: two sources on one target', () => {
  const mapping = { from: ['old.example', 'older.example'] };
  const objects = [
    deployment({ name: 'a', image: 'old.example/shop/web:1' }),
    deployment({ name: 'b', image: 'older.example/shop/web:1' }),
  ];

  it('is refused before anything happens', () => {
    assert.throws(
      () =>
        planOf(objects, {
          mapping,
          source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': OTHER },
        }),
      (error) => error instanceof UsageError && error.message.includes(`${TARGET} <- `),
    );
  });

  it('is fine where both are the same image', () => {
    const plan = planOf(objects, {
      mapping,
      source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': TAG },
    });
    assert.deepEqual(
      plan.copies.map(({ target }) => target),
      [TARGET],
    );
    assert.equal(plan.changes.length, 2);
  });

  it('is fine with the host in the path', () => {
    const plan = planOf(objects, {
      mapping: { ...mapping, strategy: 'prefix-host' },
      source: { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': OTHER },
    });
    assert.equal(plan.copies.length, 2);
  });
});
