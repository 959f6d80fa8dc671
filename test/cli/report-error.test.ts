import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { reportError } from '../../src/cli/report-error.ts';
import { ClusterError, ExpectedError, InterruptedError, UsageError } from '../../src/domain/errors.ts';
import { EXIT } from '../../src/domain/exit.ts';

function report(error: unknown): { readonly text: string; readonly exitCode: number } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  const exitCode = reportError(error, stream);
  return { text, exitCode };
}

/** What oclif throws for flags. */
function parserError(message: string): Error {
  return Object.assign(new Error(message), { oclif: { exit: 2 } });
}

describe('reportError', () => {
  const secret = new Error('request with password s3cret failed');
  const cases: readonly [name: string, error: unknown, text: string, exitCode: number][] = [
    ['an expected error', new ExpectedError('it is so'), 'error: it is so\n', EXIT.failed],
    [
      'an expected error with its next step',
      new ExpectedError('it is so', { nextStep: 'Do that.' }),
      'error: it is so\nDo that.\n',
      EXIT.failed,
    ],
    [
      'nothing of a cause',
      new ClusterError('forbidden', 'not allowed', { cause: secret }),
      'error: not allowed\n',
      EXIT.failed,
    ],
    ['wrong usage', new UsageError('no'), 'error: no\n', EXIT.usage],
    ['an interruption', new InterruptedError('interrupted'), 'error: interrupted\n', EXIT.interrupted],
    [
      'an interruption that aborted a request',
      new Error('aborted', { cause: new Error('again', { cause: new InterruptedError('interrupted') }) }),
      'error: interrupted\n',
      EXIT.interrupted,
    ],
    [
      'a wrong flag, in one line',
      parserError('Nonexistent flag: --x\nSee more help with --help'),
      "error: nonexistent flag: --x\nSee 'kubectl registry-switch help COMMAND' for usage.\n",
      EXIT.usage,
    ],
    [
      'flags that exclude each other, without the headline',
      parserError(
        'The following error occurred:\n  --a=1 cannot also be provided\nSee more help with --help',
      ),
      "error: --a=1 cannot also be provided\nSee 'kubectl registry-switch help COMMAND' for usage.\n",
      EXIT.usage,
    ],
    [
      'several of them, a line each',
      parserError('The following errors occurred:\n  --a is wrong\n  --b too\nSee more help with --help'),
      "error: --a is wrong\nerror: --b too\nSee 'kubectl registry-switch help COMMAND' for usage.\n",
      EXIT.usage,
    ],
  ];
  for (const [name, error, text, exitCode] of cases) {
    it(`tells ${name}`, () => {
      assert.deepEqual(report(error), { text, exitCode });
    });
  }

  it('lets no text of others look like a line of ours', () => {
    const { text } = report(
      new ExpectedError('no: x\nerror: forged', { nextStep: 'See y.\r\nRun this: evil' }),
    );
    assert.equal(text, 'error: no: x\n  error: forged\nSee y.\n  Run this: evil\n');
  });

  it('shows where a bug of ours is', () => {
    const { text, exitCode } = report(new TypeError('x is undefined'));
    assert.match(
      text,
      /^error: this is a bug .*\n {2}TypeError: x is undefined\n {4}at .*report-error\.test\.ts/,
    );
    assert.equal(exitCode, EXIT.failed);
  });

  it('bears anything that is thrown', () => {
    assert.match(report('a text').text, /\n {2}a text\n$/);
  });
});
