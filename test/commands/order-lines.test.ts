import assert from 'node:assert/strict';
import { orderLines } from '../../src/commands/order-lines.ts';
import { plannedChange } from '../support/builders/planned-change.ts';
import { deployment } from '../support/builders/workloads.ts';

const RULES = { canary: true, size: 20, namespaces: [] };
const change = (name: string, namespace: string) => plannedChange(deployment({ name, namespace }));

describe('the order of a plan', () => {
  const changes = [change('a', 'shop'), change('b', 'shop'), change('c', 'zoo'), change('d', 'zoo')];

  it('is told wave by wave', () => {
    assert.deepEqual(orderLines(changes, RULES), [
      'In 3 waves: canary (Deployment shop/a), shop (Deployment shop/b), zoo (2 workloads).',
    ]);
  });

  it('is as the flags say', () => {
    assert.deepEqual(orderLines(changes, { canary: false, size: 1, namespaces: ['zoo'] }), [
      'In 4 waves: zoo (Deployment zoo/c), zoo (Deployment zoo/d), shop (Deployment shop/a), shop (Deployment shop/b).',
    ]);
  });

  it('is cut short where there is much of it', () => {
    const many = Array.from({ length: 15 }, (_, index) =>
      change('a', `ns-${String(index).padStart(2, '0')}`),
    );
    assert.match(orderLines(many, { ...RULES, canary: false })[0] ?? '', /^In 15 waves: .* and 3 more\.$/);
  });

  it('is nothing to tell of one wave', () => {
    assert.deepEqual(orderLines([], RULES), []);
    assert.deepEqual(orderLines(changes.slice(0, 2), { ...RULES, canary: false }), []);
  });
});
