import assert from 'node:assert/strict';
import { approveRun } from '../../src/commands/approve-run.ts';
import type { Output } from '../../src/commands/output.ts';
import type { StandingFlags } from '../../src/cli/resumed-flags.ts';
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
async function approve(run: Run, flags: Partial<StandingFlags>, answer?: boolean): Promise<Talk> {
  const talk: Talk = { lines: [], questions: [] };
  const output: Pick<Output, 'say' | 'prompter' | 'canAsk'> = {
    canAsk: answer !== undefined,
    say: async (lines) => {
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
  const all = {
    expect: undefined,
    to: undefined,
    'push-to': undefined,
    rules: undefined,
    yes: false,
    ...flags,
  };
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
      /^UsageError: the journal of run \S+ was edited: its hash was \w{12} when it began and is \w{12} now$/,
    );
  });

  it('is not who gives the hash of the plan: nobody is accused of anything', async () => {
    await assert.rejects(approve(run, { expect: shortHash(run.plan) }, true), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^\w{12} is the hash of the plan, not that of run \S+$/);
      assert.doesNotMatch(`${error.message} ${error.nextStep ?? ''}`, /edited/);
      return true;
    });
  });

  it('is whoever names every place that images go to', async () => {
    assert.deepEqual((await approve(run, { to: 'new.example', yes: true })).questions, []);
    const more = { ...run, move: aMove({ 'push-to': 'evil.example' }) };
    await assert.rejects(approve(more, { to: 'new.example', yes: true }), /give --expect or --push-to/);
    const ruled = { ...run, move: aMove({ rules: [{ from: 'a.example', to: 'evil.example' }] }) };
    await assert.rejects(approve(ruled, { to: 'new.example', yes: true }), /give --expect or --rules/);
  });

  it('is not who names the target alone, where the journal says that more is changed than by itself', async () => {
    for (const move of [{ overwrite: true }, { 'include-managed': true }, { drift: 'tag' as const }]) {
      const wide = aRun({ move: aMove(move) });
      await assert.rejects(approve(wide, { to: 'new.example', yes: true }), (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, /give --expect$/);
        assert.match(error.nextStep ?? '', /--expect [0-9a-f]{12}/);
        return true;
      });
      await approve(wide, { expect: shortHash(wide.signedOff), yes: true });
    }
  });

  it('is nobody in a script that only says yes: it is told what to give', async () => {
    for (const answer of [true, undefined]) {
      await assert.rejects(approve(run, { yes: true }, answer), (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(
          error.nextStep ?? '',
          /\n {2}kubectl registry-switch resume \S+ --to new\.example --yes$/,
        );
        return true;
      });
    }
    await assert.rejects(approve(run, {}), UsageError);
  });

  it('is at a terminal whoever has seen from where to where it goes, in which scope, and says yes', async () => {
    const wide = { ...run, move: aMove({ namespace: ['shop'], overwrite: true }) };
    const { lines, questions } = await approve({ ...wide, server: 'https://other.example' }, {}, true);
    const said = lines.join('\n');
    for (const part of ['from:  old.example', 'to:    new.example', 'in:    shop', 'overwrite']) {
      assert.ok(said.includes(part), part);
    }
    assert.match(
      said,
      /warning: the run was begun at https:\/\/other\.example, this is https:\/\/kube\.example/,
    );
    assert.match(
      said,
      /warning: the journal was edited: its hash was \w{12} when it began and is \w{12} now/,
    );
    assert.deepEqual(questions, ['Go on with it, to new.example?']);
  });

  it('is nobody at a terminal who says no', async () => {
    await assert.rejects(approve(run, {}, false), DeclinedError);
  });
});
