import assert from 'node:assert/strict';
import type { CoveredFlags } from '../../src/cli/rbac-request.ts';
import { rbacCommand } from '../../src/commands/rbac-command.ts';

const DEFAULTS: CoveredFlags = {
  namespace: undefined,
  'image-path': undefined,
  'copy-namespace': 'registry-switch',
  'registry-secret': undefined,
  'to-secret': undefined,
  'pull-secret': undefined,
  'pull-secret-name': 'registry-switch-target',
};

describe('rbacCommand', () => {
  const cases: readonly [string, Partial<CoveredFlags>, boolean, string][] = [
    ['needs no flags by default', {}, false, '--user NAME'],
    [
      'asks only for reading, where the home is',
      { 'copy-namespace': 'tools', 'registry-secret': 'infra/pull' },
      true,
      '--read-only --with-secrets --copy-namespace tools --user NAME',
    ],
    ['limits to namespaces', { namespace: ['a', 'b'] }, false, '-n a -n b --user NAME'],
    ['cannot limit to patterns', { namespace: ['a', 'b-*'] }, false, '--user NAME'],
    [
      'passes on names',
      { 'copy-namespace': 'tools', 'registry-secret': 'infra/pull' },
      false,
      '--copy-namespace tools --registry-secret infra/pull --user NAME',
    ],
    [
      'quotes for the shell',
      { 'image-path': ["x.y={.spec['image']}"] },
      false,
      "--image-path 'x.y={.spec['\\''image'\\'']}' --user NAME",
    ],
  ];
  for (const [name, flags, readOnly, words] of cases) {
    it(name, () => {
      const command = rbacCommand({ ...DEFAULTS, ...flags }, readOnly);
      assert.equal(command, `kubectl registry-switch rbac ${words}`);
    });
  }
});
