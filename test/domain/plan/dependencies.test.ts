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
  for (const name of ['data/deployment/db', 'data/deploy/db', 'data/deployments.apps/db']) {
    it(`may be there without being moved: ${name}`, () => {
      assert.deepEqual(warningsOf(name), []);
    });
  }

  for (const name of ['data/deployment/bd', 'deployment/db', 'data/statefulset/db', 'db']) {
    it(`is told when it is not there: ${name}`, () => {
      const [warning, ...more] = warningsOf(`data/deployment/db, ${name}`);
      assert.deepEqual(more, []);
      assert.equal(
        warning,
        `Deployment shop/web: its annotation registry-switch.io/after names ${name}, not found or out of scope: ignored`,
      );
    });
  }

  it('is told in one sentence, of any length', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `deployment/gone-${index}`);
    const warnings = warningsOf(names.join(','));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /gone-4, 19995 more/);
    assert.ok((warningsOf(`deployment/${'x'.repeat(100_000)}`)[0] ?? '').length < 1000);
  });
});

describe('buildPlan: workloads that wait for each other in a circle', () => {
  const source = { [SOURCE]: RUNNING };
  const waiting = (name: string, after: string) =>
    deployment({ name, image: SOURCE, annotations: { [AFTER_ANNOTATION]: after } });
  const plan = planOf(
    [
      waiting('x', 'deployment/y'),
      waiting('y', 'deployment/x'),
      waiting('self', 'deployment/self'),
      waiting('behind', 'deployment/x'),
      deployment({ name: 'free', image: SOURCE }),
    ],
    { source },
  );

  it('are left alone, with what waits for them; everybody else is moved', () => {
    assert.deepEqual(
      plan.changes.map(({ workload }) => workload.name),
      ['free'],
    );
    assert.deepEqual(
      plan.leftAlone.map(({ workload, code }) => [workload.name, code]),
      ['x', 'y', 'self', 'behind'].map((name) => [name, 'circle']),
    );
  });

  it('are told the way round', () => {
    const reasons = plan.leftAlone.map(({ reason }) => reason);
    assert.match(
      reasons[0] ?? '',
      /Deployment shop\/x -> Deployment shop\/y -> Deployment shop\/x: remove one/,
    );
    assert.match(reasons[2] ?? '', /Deployment shop\/self -> Deployment shop\/self: remove/);
    assert.match(
      reasons[3] ?? '',
      /shop\/behind -> Deployment shop\/x -> Deployment shop\/y -> Deployment shop\/x/,
    );
  });
});
