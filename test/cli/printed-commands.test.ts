import assert from 'node:assert/strict';
import { reaching, recordConnectionFlags } from '../../src/cli/printed-commands.ts';

describe('commands in messages', () => {
  before(() => {
    recordConnectionFlags({
      context: 'prod',
      'copy-namespace': "it's mine",
      namespace: ['shop'],
      'request-timeout': '0',
    });
  });
  after(() => {
    recordConnectionFlags({});
  });

  const cases: readonly [title: string, text: string, told: string][] = [
    [
      'reach the cluster of the call that prints them',
      'See `kubectl registry-switch status -w`.',
      "See `kubectl registry-switch status -w --copy-namespace 'it'\\''s mine' --context prod`.",
    ],
    [
      'say nothing twice',
      'or `kubectl registry-switch resume X --context prod --yes`',
      "or `kubectl registry-switch resume X --context prod --yes --copy-namespace 'it'\\''s mine'`",
    ],
    [
      'get no flag that they do not know',
      '`kubectl registry-switch demo`, `kubectl registry-switch rbac`',
      '`kubectl registry-switch demo`, `kubectl registry-switch rbac`',
    ],
    [
      'are nothing else in quotes',
      'run `rollback` or `kubectl get pods`',
      'run `rollback` or `kubectl get pods`',
    ],
  ];
  for (const [title, text, told] of cases) {
    it(title, () => {
      assert.equal(reaching(text), told);
    });
  }
});
