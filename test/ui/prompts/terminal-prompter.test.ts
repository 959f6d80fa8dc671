import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { InterruptedError, UsageError } from '../../../src/domain/errors.ts';
import type { Prompter } from '../../../src/ui/prompts/prompter.ts';
import { terminalPrompter } from '../../../src/ui/prompts/terminal-prompter.ts';
import { FakeTerminal } from '../fake-terminal.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CHOICES = [
  { value: 1, name: 'one' },
  { value: 2, name: 'two', description: 'the second' },
];

interface Desk {
  readonly prompter: Prompter;
  readonly screen: FakeTerminal;
  /** Presses keys, once the question stands on the screen. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly abort: AbortController;
}

function desk(isTTY = true): Desk {
  const input = Object.assign(new PassThrough(), { isTTY });
  const screen = new FakeTerminal();
  const abort = new AbortController();
  return {
    prompter: terminalPrompter({ input, output: screen, signal: abort.signal }),
    screen,
    abort,
    press: async (...keys) => {
      while (!screen.written.includes('?')) await delay(5);
      for (const key of keys) {
        input.write(key);
        await delay(5);
      }
    },
  };
}

describe('terminalPrompter', () => {
  const answers: [string, (prompter: Prompter) => Promise<unknown>, readonly string[], unknown][] = [
    ['yes', (prompter) => prompter.confirm({ message: 'Go on', flag: '--yes' }), ['y', ENTER], true],
    [
      'no',
      (prompter) => prompter.confirm({ message: 'Go on', flag: '--yes', default: true }),
      ['n', ENTER],
      false,
    ],
    [
      'no unless told otherwise',
      (prompter) => prompter.confirm({ message: 'Go on', flag: '--yes' }),
      [ENTER],
      false,
    ],
    [
      'yes by default',
      (prompter) => prompter.confirm({ message: 'Go on', flag: '--yes', default: true }),
      [ENTER],
      true,
    ],
    [
      'one of several',
      (prompter) => prompter.select({ message: 'Which', flag: '--to', choices: CHOICES }),
      [DOWN, ENTER],
      2,
    ],
    [
      'some of several',
      (prompter) =>
        prompter.checkbox({
          message: 'Which',
          flag: '--from',
          choices: [
            { value: 'a', name: 'a', checked: true },
            { value: 'b', name: 'b' },
            { value: 'c', name: 'c' },
          ],
        }),
      [DOWN, DOWN, ' ', ENTER],
      ['a', 'c'],
    ],
    [
      'at least one of several, however often nothing is chosen',
      (prompter) => prompter.checkbox({ message: 'Which', flag: '--from', choices: CHOICES }),
      [ENTER, ENTER, ' ', ENTER],
      [1],
    ],
    ['a text', (prompter) => prompter.input({ message: 'Name', flag: '--to' }), ['abc', ENTER], 'abc'],
    [
      'a default',
      (prompter) => prompter.input({ message: 'Name', flag: '--to', default: 'x' }),
      [ENTER],
      'x',
    ],
    [
      'a text without its problem',
      (prompter) =>
        prompter.input({
          message: 'Name',
          flag: '--to',
          problem: (answer) => (answer === 'ab' ? undefined : 'must be ab'),
        }),
      ['a', ENTER, 'b', ENTER],
      'ab',
    ],
  ];
  for (const [name, ask, keys, expected] of answers) {
    it(`takes ${name}`, async () => {
      const { prompter, press } = desk();
      const [answer] = await Promise.all([ask(prompter), press(...keys)]);
      assert.deepEqual(answer, expected);
    });
  }

  it('tells what is wrong with an answer', async () => {
    const { prompter, press, screen, abort } = desk();
    const answer = prompter.input({ message: 'Name', flag: '--to', problem: () => 'must be another' });
    await press('a', ENTER);
    while (!screen.written.includes('must be another')) await delay(5);
    abort.abort();
    await assert.rejects(answer, InterruptedError);
  });

  for (const [name, key] of [
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ] as const) {
    it(`is interrupted by ${name}`, async () => {
      const { prompter, press } = desk();
      const answer = assert.rejects(prompter.confirm({ message: 'Go on', flag: '--yes' }), InterruptedError);
      await Promise.all([answer, press(key)]);
    });
  }

  it('is interrupted by the signal', async () => {
    const { prompter, press, abort } = desk();
    const answer = assert.rejects(prompter.confirm({ message: 'Go on', flag: '--yes' }), InterruptedError);
    await press();
    abort.abort();
    await answer;
  });

  it('names the missing flag where nobody can answer', async () => {
    const { prompter, screen } = desk(false);
    await assert.rejects(
      prompter.select({ message: 'Which target', flag: '--to', choices: CHOICES }),
      (error) =>
        error instanceof UsageError &&
        error.message.includes('Which target') &&
        error.nextStep === 'Give --to.',
    );
    assert.equal(screen.written, '');
  });
});
