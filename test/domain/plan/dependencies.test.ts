import assert from 'node:assert/strict';
import { AFTER_ANNOTATION } from '../../../src/domain/inventory/workload.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { planOf } from './plan-of.ts';
import { RUNNING, SOURCE } from './shop-web.ts';

function warningsOf(after: string): readonly string[] {
  const source = { [SOURCE]: RUNNING };
  const web = deployment({ name: 'web', image: SOURCE, annotations: { [AFTER_ANNOTATION]: after } });
  const db = deployment({ name: 'db', namespace: 'data', image: 'elsewhere.example/db:1' });
  return planOf([web, db], { source }).warnings;
}

describe('buildPlan: what workloads wait for', () => {
  it('may be there without being moved', () => {
    assert.deepEqual(warningsOf('data/deployment/db'), []);
  });

  for (const name of ['data/deployment/bd', 'deployment/db', 'data/statefulset/db', 'db']) {
    it(`is told when it is not there: ${name}`, () => {
      const [warning, ...more] = warningsOf(`data/deployment/db, ${name}`);
      assert.deepEqual(more, []);
      assert.equal(
        warning,
        `Deployment shop/web: its annotation registry-switch.io/after names ${name}, which is not there or out of scope: it waits for nothing`,
      );
    });
  }
});
