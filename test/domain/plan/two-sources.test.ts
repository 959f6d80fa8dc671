import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { OTHER, running, SOURCE, TAG, TARGET } from './shop-web.ts';

describe('buildPlan: two sources on one target', () => {
  const mapping = { from: ['old.example', 'older.example'] };
  const objects = [
    deployment({ name: 'a', image: 'old.example/shop/web:1' }),
    deployment({ name: 'b', image: 'older.example/shop/web:1' }),
  ];

  const source = { 'old.example/shop/web:1': TAG, 'older.example/shop/web:1': OTHER };
  const other = 'older.example/shop/web:1';

  it('lets one go there and leaves the other alone, with the reason', () => {
    const { copies, leftAlone, changes } = planOf(objects, { mapping, source });
    assert.deepEqual([copies.length, changes.length], [1, 1]);
    assert.deepEqual(
      leftAlone.map(({ workload, code }) => [workload.name, code]),
      [['b', 'collision']],
    );
    assert.match(leftAlone[0]?.reason ?? '', /different images would be copied to new\.example\/shop\/web:1/);
  });

  it('lets what pods run go before what nobody runs, whoever came first', () => {
    const squatter = deployment({
      name: 'a',
      image: SOURCE,
      replicas: 0,
      creationTimestamp: '2020-01-01T00:00:00Z',
    });
    const used = running({ name: 'b', image: other }, [`older.example/shop/web@${OTHER}`]);
    const plan = planOf([squatter, ...used], {
      mapping,
      source: { ...source, [`older.example/shop/web@${OTHER}`]: OTHER },
    });
    assert.deepEqual(fates(plan), { a: 'collision', b: TARGET });
  });

  it('lets what was there first go before what came later', () => {
    const late = deployment({ name: 'a', image: SOURCE, creationTimestamp: '2026-01-02T00:00:00Z' });
    const early = deployment({ name: 'b', image: other, creationTimestamp: '2026-01-01T00:00:00Z' });
    assert.deepEqual(fates(planOf([late, early], { mapping, source })), { a: 'collision', b: TARGET });
  });

  it('is wrong usage where it is rules of the user that send them there', () => {
    const rules = ['old.example/shop', 'older.example/shop'].map((from) => ({
      from,
      to: 'new.example/shop',
    }));
    assert.throws(() => planOf(objects, { mapping: { ...mapping, rules }, source }), UsageError);
    const [rule] = rules;
    const one = { ...mapping, rules: rule === undefined ? [] : [rule] };
    assert.equal(planOf(objects, { mapping: one, source }).changes.length, 1);
  });

  it('concerns nobody else', () => {
    const third = deployment({ name: 'c', image: 'old.example/shop/db:1' });
    const plan = planOf([...objects, third], {
      mapping,
      source: { ...source, 'old.example/shop/db:1': TAG },
    });
    assert.equal(fates(plan).c, 'new.example/shop/db:1');
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
