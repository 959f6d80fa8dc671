import assert from 'node:assert/strict';
import { approveRun, requireApproval } from '../../src/commands/approve-run.ts';
import type { Output } from '../../src/commands/output.ts';
import type { ApprovalFlags } from '../../src/cli/resumed-flags.ts';
import { shortHash } from '../../src/domain/canonical-hash.ts';
import { DeclinedError, UsageError } from '../../src/domain/errors.ts';
import type { Run } from '../../src/domain/run/run.ts';
import { aMove, aRun } from '../support/builders/run.ts';

const NOBODY = async (): Promise<never> => Promise.reject(new Error('no such question'));
const SERVER = 'https://kube.example';

interface Talk {
  readonly lines: string[];
  readonly questions: string[];
}

/** What was said and asked; `answer` absent: nobody is at a terminal. */
async function approve(run: Run, flags: Partial<ApprovalFlags>, answer?: boolean): Promise<Talk> {
  const talk: Talk = { lines: [], questions: [] };
  const output: Pick<Output, 'info' | 'prompter' | 'canAsk'> = {
    canAsk: answer !== undefined,
    info: async (lines) => {
      talk.lines.push(...lines);
      return Promise.resolve();
    },
    prompter: {
      confirm: async ({ message }) => {
        talk.questions.push(message);
        return Promise.resolve(answer ?? false);
      },
      ...{ select: NOBODY, checkbox: NOBODY, input: NOBODY },
    },
  };
  const all = { expect: undefined, yes: false, 'password-stdin': false, ...flags };
  requireApproval(run, all, output.canAsk);
  await approveRun(run, all, { output, server: SERVER });
  return talk;
}

describe('who stands behind the journal of a run', () => {
  const run = aRun();

  it('is whoever gives the hash that it was signed off as: nothing is asked', async () => {
    const talk = await approve(run, { expect: shortHash(run.signedOff), yes: true });
    assert.deepEqual(talk, { lines: [], questions: [] });
  });

  it('is not who gives another hash', async () => {
    await assert.rejects(approve(run, { expect: 'f'.repeat(12) }, true), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^the hash of run \S+ is \w{12}, not f{12}$/);
      return true;
    });
    const edited = { ...run, move: aMove({ to: 'evil.example' }) };
    await assert.rejects(
      approve(edited, { expect: shortHash(run.signedOff) }, true),
      /^UsageError: the journal of run \S+ was edited: its hash was \w{12} when the run started and is \w{12} now$/,
    );
  });

  it('is not who gives the hash of the plan: nobody is accused of anything', async () => {
    await assert.rejects(approve(run, { expect: shortHash(run.plan) }, true), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^\w{12} is the hash of the plan, not of run \S+$/);
      assert.doesNotMatch(`${error.message} ${error.nextStep ?? ''}`, /edited/);
      return true;
    });
  });

  const widened: readonly [title: string, move: Partial<Run['move']>][] = [
    ['as it was begun', {}],
    ['in all namespaces', { namespace: undefined }],
    ['in another namespace', { namespace: ['kube-system'] }],
    ['nothing excluded', { 'exclude-namespace': undefined }],
    ['no selector', { selector: undefined }],
    ['another source', { from: ['old.example', 'more.example'] }],
    ['a custom resource', { 'image-path': ['x.example={.spec.image}'] }],
    ['overwrite', { overwrite: true }],
    ['another drift', { drift: 'tag' }],
    ['no canary', { canary: false }],
  ];
  for (const [title, move] of widened) {
    it(`is nobody in a script that gives no hash, whatever the journal says: ${title}`, async () => {
      const narrow = { namespace: ['shop'], 'exclude-namespace': ['ops'], selector: 'app=web' };
      const journal = aRun({ move: aMove({ ...narrow, ...move }) });
      for (const [flags, answer] of [
        [{ yes: true }, true],
        [{ yes: true }, undefined],
        [{}, undefined],
      ] as const) {
        await assert.rejects(approve(journal, flags, answer), (error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /is not confirmed: --expect is required$/);
          // What is printed says nothing of the journal but its name.
          assert.match(error.nextStep ?? '', /\n {2}kubectl registry-switch resume [\w-]+\n/);
          assert.doesNotMatch(error.nextStep ?? '', /\b[0-9a-f]{12}\b/);
          return true;
        });
      }
      await approve(journal, { expect: shortHash(journal.signedOff), yes: true });
    });
  }

  it('can go on at a terminal with what is printed: the password comes in another way then', async () => {
    await assert.rejects(approve(run, { yes: true, 'password-stdin': true }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.nextStep ?? '', /REGISTRY_SWITCH_PASSWORD/);
      assert.doesNotMatch(error.nextStep ?? '', /--password-stdin|--yes/);
      return true;
    });
  });

  it('is at a terminal whoever has seen from where to where it goes, in which scope, and says yes', async () => {
    const wide = { ...run, move: aMove({ namespace: ['shop'], overwrite: true }) };
    const { lines, questions } = await approve({ ...wide, server: 'https://other.example' }, {}, true);
    const said = lines.join('\n');
    for (const part of [
      'from:  old.example',
      'to:    new.example',
      'in:    shop',
      'overwrite',
      'a canary, at most 20',
    ]) {
      assert.ok(said.includes(part), part);
    }
    assert.match(
      said,
      /warning: the run was started on https:\/\/other\.example, this is https:\/\/kube\.example/,
    );
    assert.match(
      said,
      /warning: the journal was edited: its hash was \w{12} when the run started and is \w{12} now/,
    );
    assert.deepEqual(questions, ['Resume it, moving to new.example?']);
  });

  it('is nobody at a terminal who says no', async () => {
    await assert.rejects(approve(run, {}, false), DeclinedError);
  });
});
