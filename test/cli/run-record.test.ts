import assert from 'node:assert/strict';
import { newRun, recordedArguments } from '../../src/cli/run-record.ts';
import type { RunFlags } from '../../src/domain/run/run.ts';

/** What a run that was begun with these flags remembers. */
function recorded(flags: Readonly<Record<string, unknown>>): RunFlags {
  return newRun({ command: 'migrate', flags, from: ['old.example'], to: 'new.example', workloads: [] }).flags;
}

const NOTHING: ReadonlySet<string> = new Set();

describe('the record of a run', () => {
  const cases: readonly [name: string, flags: Readonly<Record<string, unknown>>, expected: string[]][] = [
    ['keeps texts', { to: 'new.example' }, ['--to=new.example']],
    [
      'keeps every value of a list',
      { from: ['a.example', 'b.example'] },
      ['--from=a.example', '--from=b.example'],
    ],
    ['keeps numbers', { 'wave-size': 3 }, ['--wave-size=3']],
    ['keeps switches that are on', { overwrite: true }, ['--overwrite']],
    ['leaves out switches that are off', { overwrite: false }, []],
    ['keeps the no to a switch that is on by default', { canary: false }, ['--no-canary']],
    ['forgets how the cluster was reached', { kubeconfig: '/k', context: 'c', token: 't' }, []],
    ['forgets what was asked for once', { yes: true, 'dry-run': true, takeover: true, output: 'json' }, []],
    ['forgets that a password was given', { username: 'me', 'password-stdin': true }, ['--username=me']],
    ['forgets what nobody gave', { rules: undefined }, []],
  ];
  for (const [name, flags, expected] of cases) {
    it(name, () => {
      assert.deepEqual(recordedArguments(recorded(flags), NOTHING), expected);
    });
  }

  it('makes way for what is given anew', () => {
    const flags = recorded({ to: 'new.example', username: 'me' });
    assert.deepEqual(recordedArguments(flags, new Set(['username'])), ['--to=new.example']);
  });

  it('has a name that sorts by its beginning', () => {
    const { id, startedAt } = newRun({ command: 'migrate', flags: {}, from: [], to: '', workloads: [] });
    assert.equal(id.slice(0, 8), startedAt.slice(0, 10).replaceAll('-', ''));
    assert.match(id, /^\d{8}-\d{6}-[a-z0-9]{4}$/);
  });
});
