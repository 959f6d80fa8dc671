import assert from 'node:assert/strict';
import { sourceOfFinish } from '../../src/commands/source-of-finish.ts';
import { UsageError } from '../../src/domain/errors.ts';
import { aMove, aRun } from '../support/builders/run.ts';

const HONEST = aRun({ id: '20261121-091733-k3x9' });
const WIDENED = {
  ...aRun({ id: '20261122-091733-k3x9' }),
  move: aMove({ from: ['old.example', 'everybodys.example'] }),
};

const FLAGS = { namespace: ['shop'], context: 'prod', yes: true };

describe('what a finish is about', () => {
  it('is what the call says, whatever journals say', () => {
    for (const isSeen of [true, false]) {
      assert.deepEqual(sourceOfFinish({ flags: { from: ['old.example'] }, runs: [WIDENED], isSeen }), {
        from: ['old.example'],
        said: [],
      });
    }
  });

  it('is what the journals say where somebody sees it, with whose they are and which were edited', () => {
    const { from, said } = sourceOfFinish({ flags: {}, runs: [WIDENED, HONEST], isSeen: true });
    assert.deepEqual(from, ['old.example', 'everybodys.example']);
    assert.deepEqual(said, [
      `Moved away from old.example, everybodys.example, according to the journals of runs ${WIDENED.id}, ${HONEST.id}.`,
      `warning: the journal of run ${WIDENED.id} was edited since it started`,
    ]);
  });

  it('is nothing in a script that does not say: no login goes on the word of a journal', () => {
    for (const runs of [[HONEST], [WIDENED]]) {
      assert.throws(
        () => sourceOfFinish({ flags: FLAGS, runs, isSeen: false }),
        (error) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /^missing --from/);
          assert.match(error.nextStep ?? '', /\n {2}kubectl registry-switch finish --from old\.example/);
          assert.match(error.nextStep ?? '', / --namespace shop --context prod$/);
          assert.doesNotMatch(error.nextStep ?? '', /--yes/);
          return true;
        },
      );
    }
  });

  it('is nothing where no journal tells, or one tells of everything', () => {
    for (const runs of [[], [aRun({ move: aMove({ from: ['*'] }) })]]) {
      assert.throws(() => sourceOfFinish({ flags: {}, runs, isSeen: true }), UsageError);
    }
  });
});
