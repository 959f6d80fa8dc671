import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import type { PullLoginProblem } from '../../../src/domain/credentials/pull-login-problem.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { LOGIN, planOf } from './plan-of.ts';
import { SOURCE, TAG } from './shop-web.ts';

const ENDS: PullLoginProblem = { kind: 'expires', reason: 'is a token of Amazon ECR' };
const UNUSABLE: PullLoginProblem = { kind: 'unusable', reason: 'is an identity token' };
const web = deployment({ namespace: 'shop', name: 'web', image: SOURCE, pullSecrets: ['own'] });
const source = { [SOURCE]: TAG };

describe('buildPlan: logins that do not belong into pull Secrets', () => {
  it('are told where they would be written and end before long', () => {
    const plan = planOf([web], { source, pullSecrets: { logins: [{ ...LOGIN, problem: ENDS }] } });
    assert.deepEqual(plan.expiringLogins, ['the login for new.example is a token of Amazon ECR']);
    assert.match(plan.warnings.join('\n'), /robot account.*--allow-expiring-login/);
  });

  it('are told where an existing Secret would get them', () => {
    const granting = new Set(['shop/own']);
    const logins = [{ ...LOGIN, problem: ENDS }];
    assert.equal(planOf([web], { source, pullSecrets: { logins, granting } }).expiringLogins.length, 1);
  });

  it('are wrong usage where nodes cannot use them', () => {
    assert.throws(
      () => planOf([web], { source, pullSecrets: { logins: [{ ...LOGIN, problem: UNUSABLE }] } }),
      (error) =>
        error instanceof UsageError &&
        error.message === 'the login for new.example is an identity token' &&
        (error.nextStep ?? '').includes('--pull-username'),
    );
  });

  it('are nobody’s concern where nothing of them is written', () => {
    for (const problem of [ENDS, UNUSABLE]) {
      const logins = [{ ...LOGIN, problem }];
      assert.deepEqual(planOf([], { source, pullSecrets: { logins } }).expiringLogins, []);
      const elsewhere = [{ ...logins[0], place: { host: 'else.example', path: '' }, shared: false }];
      assert.deepEqual(planOf([web], { source, pullSecrets: { logins: elsewhere } }).expiringLogins, []);
    }
  });
});
