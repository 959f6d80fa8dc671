import assert from 'node:assert/strict';
import { migrationFlags } from '../../src/cli/flags/migration-flags.ts';
import { resumeFlags } from '../../src/cli/flags/resume-flags.ts';
import { newRun } from '../../src/cli/run-record.ts';
import { flagsFrom, type FlagValues } from '../../src/cli/flag-origins.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { buildMapping } from '../../src/domain/mapping/build-mapping.ts';
import type { Run } from '../../src/domain/run/run.ts';
import { signOffOf } from '../../src/domain/run/run.ts';
import { aMove } from '../support/builders/run.ts';

const FROM = ['old.example'];
const TO = 'new.example';
const RULES = [{ from: 'quay.io/team', to: 'new.example/team', origin: 'rules.yaml:1' }];

/** A run that is begun with the defaults and these flags. */
function begun(flags: FlagValues, rules: typeof RULES = []): Run {
  const mapping = buildMapping({ from: FROM, to: TO, rules });
  return newRun({
    command: 'migrate',
    flags: { ...aMove(), rules: 'rules.yaml', ...flags },
    chosen: { from: FROM, to: TO, mapping },
    server: 'https://kube.example',
    plan: `sha256:${'0'.repeat(64)}`,
    workloads: [],
  });
}

describe('the record of a run', () => {
  it('has what is to be done, and from where to where', () => {
    assert.deepEqual(
      begun({ from: undefined, overwrite: undefined, 'wave-size': 3 }).move,
      aMove({ 'wave-size': 3 }),
    );
  });

  it('has the rules themselves, not the name of their file', () => {
    const { move } = begun({}, RULES);
    assert.deepEqual(move.rules, [{ from: 'quay.io/team', to: 'new.example/team' }]);
    assert.doesNotMatch(JSON.stringify(move), /yaml/);
  });

  it('only shows whom it trusted, which logins it used and what it ran, and nothing that held anyway', () => {
    const { move, begunWith } = begun({
      username: 'me',
      'password-stdin': true,
      'registry-ca': ['a.pem', 'b.pem'],
      'copier-image': 'mirror.example/regsync:1',
      'copier-limits': migrationFlags['copier-limits'].default as string,
      'to-secret': undefined,
    });
    assert.deepEqual(begunWith, {
      username: ['me'],
      'password-stdin': ['true'],
      'registry-ca': ['a.pem', 'b.pem'],
      'copier-image': ['mirror.example/regsync:1'],
    });
    assert.doesNotMatch(JSON.stringify(move), /regsync|pem|me"/);
  });

  it('forgets how the cluster was reached, and what was asked for once', () => {
    const run = begun({ kubeconfig: '/k', context: 'c', server: 'https://s', yes: true, output: 'json' });
    assert.doesNotMatch(JSON.stringify(run), /"(kubeconfig|context|yes|output)"|https:\/\/s"/);
  });

  it('has a name that sorts by its beginning', () => {
    const { id, startedAt } = begun({});
    assert.equal(id.slice(0, 8), startedAt.slice(0, 10).replaceAll('-', ''));
    assert.match(id, /^\d{8}-\d{6}-[a-z0-9]{4}$/);
  });

  it('is signed off as what it says, whatever decides about it', () => {
    const run = begun({});
    assert.equal(run.signedOff, signOffOf(run));
    const others = [
      { ...run, server: 'https://other.example' },
      { ...run, command: 'switch' as const },
      { ...run, plan: `sha256:${'1'.repeat(64)}` },
      { ...run, begunWith: { 'copier-image': ['evil.example/x'] } },
      { ...run, move: { ...run.move, to: 'evil.example' } },
      { ...run, move: { ...run.move, overwrite: true } },
      { ...run, move: { ...run.move, namespace: ['kube-system'] } },
      { ...run, id: '20261121-091733-zzzz' },
    ];
    for (const other of others) assert.notEqual(signOffOf(other), run.signedOff);
    assert.equal(signOffOf({ ...run, state: 'failed', message: 'x' }), run.signedOff);
  });

  it('takes no more than a journal holds', () => {
    const crowd = Array.from({ length: 3000 }, (_, index) => `team-${index}`);
    assert.throws(() => begun({ namespace: crowd }), UsageError);
  });
});

describe('where resume has a flag of a move from', () => {
  it('is decided for each: from the journal, given anew, how the cluster is reached, or one call alone', () => {
    const decided = [
      ...flagsFrom('journal'),
      ...flagsFrom('anew'),
      ...flagsFrom('cluster'),
      ...flagsFrom('call'),
    ];
    assert.deepEqual(decided.toSorted(), Object.keys(migrationFlags).toSorted());
  });

  it('is the journal for what the schema of a run has, and nothing else', () => {
    assert.deepEqual(flagsFrom('journal').toSorted(), Object.keys(aMove()).toSorted());
  });

  it('is this call for whom to trust, with which login, what to run and where: resume takes all of these', () => {
    for (const flag of [...flagsFrom('anew'), ...flagsFrom('cluster')])
      assert.ok(Object.hasOwn(resumeFlags, flag), flag);
    const believed = flagsFrom('journal').filter((flag) =>
      /server|context|kubeconfig|cluster|ca$|tls|copier|secret|user|password|^as|token/.test(flag),
    );
    assert.deepEqual(believed, []);
  });
});
