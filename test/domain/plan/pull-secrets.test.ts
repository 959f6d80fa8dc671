import assert from 'node:assert/strict';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import {
  decidePullSecrets,
  type PodLogin,
  type PullSecretContext,
  type PullSecretDecision,
} from '../../../src/domain/plan/pull-secrets.ts';
import { type Workload, workloadOf } from '../../../src/domain/inventory/workload.ts';
import { DEPLOYMENTS, PODS } from '../../../src/domain/kubernetes/resource.ts';
import type { PodShape } from '../../support/builders/pod-spec.ts';
import { pod } from '../../support/builders/pod.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { LOGIN, planOf } from './plan-of.ts';

const SERVICE_ACCOUNTS = new Map([
  ['shop/default', ['inherited']],
  ['shop/robot', ['one', 'two']],
  ['bare/default', []],
]);

const TARGETS = [parseImageReference('new.example/shop/web:1')];

function context(granting: readonly string[] = [], logins: readonly PodLogin[] = [LOGIN]): PullSecretContext {
  return {
    pullSecret: 'target',
    logins,
    serviceAccounts: SERVICE_ACCOUNTS,
    served: new Set(),
    losing: new Map(),
    granting: new Set(granting),
  };
}

function decide(workload: Workload, given: PullSecretContext): PullSecretDecision {
  return decidePullSecrets(workload, TARGETS, given);
}

describe('decidePullSecrets', () => {
  const cases: readonly [name: string, shape: PodShape, granting: string[], add: readonly string[]][] = [
    ['adds to those of the template', { pullSecrets: ['own'] }, [], ['target']],
    ['carries those of the service account over', {}, [], ['inherited', 'target']],
    ['carries all of them over, in their order', { serviceAccount: 'robot' }, [], ['one', 'two', 'target']],
    ['has none to carry over', { serviceAccount: 'nobody' }, [], ['target']],
    [
      'ignores the service account, as Kubernetes does',
      { pullSecrets: ['own'], serviceAccount: 'robot' },
      [],
      ['target'],
    ],
    ['needs nothing where the template has the login', { pullSecrets: ['own'] }, ['shop/own'], []],
    ['needs nothing where the service account has the login', {}, ['shop/inherited'], []],
    ['cares for Secrets of its own namespace', { pullSecrets: ['own'] }, ['bare/own'], ['target']],
    ['does not count what Kubernetes ignores', { pullSecrets: ['own'] }, ['shop/inherited'], ['target']],
    ['adds no name twice', { pullSecrets: ['own', 'target'] }, [], []],
  ];
  for (const [name, shape, granting, add] of cases) {
    it(name, () => {
      const decision = decide(workloadOf(DEPLOYMENTS, deployment(shape)), context(granting));
      const ensured = [...(shape.pullSecrets ?? []), ...add].includes('target') && granting.length === 0;
      const ensure = ensured || add.length > 0 ? { ensure: 'target' } : {};
      assert.deepEqual(decision, { add, ...ensure });
    });
  }

  it('sees to a Secret that the template names already but that may be gone or outdated', () => {
    const named = workloadOf(DEPLOYMENTS, deployment({ pullSecrets: ['target'] }));
    assert.deepEqual(decide(named, context()), { add: [], ensure: 'target' });
  });

  it('sees to it for a bare pod too', () => {
    const named = workloadOf(PODS, pod({ pullSecrets: ['target'] }));
    assert.deepEqual(decide(named, context()), { add: [], ensure: 'target' });
  });

  it('needs nothing where the target lets everybody in', () => {
    assert.deepEqual(decide(workloadOf(DEPLOYMENTS, deployment()), context([], [])), { add: [] });
  });

  it('needs nothing where the login is for another part of the target', () => {
    const other = { place: { host: 'new.example', path: 'shop/we' }, shared: false };
    assert.deepEqual(decide(workloadOf(DEPLOYMENTS, deployment()), context([], [other])), { add: [] });
  });

  it('needs nothing where its own Secrets open the target', () => {
    const workload = workloadOf(DEPLOYMENTS, deployment({ pullSecrets: ['own'] }));
    assert.deepEqual(decide(workload, { ...context(), served: new Set([workload]) }), { add: [] });
  });

  const pods: readonly [string, PodShape, string[], RegExp | undefined][] = [
    ['without a Secret', { serviceAccount: 'nobody' }, [], /recreate it with a pull Secret/],
    ['with a Secret', { pullSecrets: ['own'] }, [], /--registry-secret shop\/own/],
    ['with an inherited Secret', {}, [], /--registry-secret shop\/inherited/],
    ['with a Secret that has the login', { pullSecrets: ['own'] }, ['shop/own'], undefined],
  ];
  for (const [name, shape, granting, reason] of pods) {
    it(`${reason === undefined ? 'passes' : 'holds back'} a bare pod ${name}`, () => {
      const { add, obstacle } = decide(workloadOf(PODS, pod(shape)), context(granting));
      assert.deepEqual(add, []);
      assert.equal(obstacle?.code, reason === undefined ? undefined : 'pull-secret');
      if (reason !== undefined) assert.match(obstacle?.reason ?? '', reason);
    });
  }

  it('decides in the plan: a bare pod is left alone, a Deployment gains the Secrets', () => {
    const image = 'old.example/shop/web:1';
    const plan = planOf([pod({ name: 'bare' }), deployment({ name: 'web' })], {
      source: { [image]: `sha256:${'a'.repeat(64)}` },
      pullSecrets: context(),
    });
    assert.deepEqual(
      plan.leftAlone.map(({ workload, code }) => [workload.name, code]),
      [['bare', 'pull-secret']],
    );
    assert.deepEqual(
      plan.changes.map(({ addPullSecrets }) => addPullSecrets),
      [['inherited', 'target']],
    );
  });
});
