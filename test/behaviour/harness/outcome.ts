/** What is asserted on the end of a command, with all that it said when that is not so. */
import assert from 'node:assert/strict';
import { EXIT } from '../../../src/domain/exit.ts';
import type { Outcome } from './run-product.ts';

export { EXIT };

export function assertExit(outcome: Outcome, code: number): void {
  assert.equal(outcome.code, code, `exit code of ${describeOutcome(outcome)}`);
}

/** One line `error: ...` with all of the words (any case), what to do next below it, and no stack. */
export function assertError(outcome: Outcome, words: readonly (string | RegExp)[]): void {
  const lines = outcome.stderr.split('\n').filter((line) => line.startsWith('error: '));
  assert.equal(lines.length, 1, `one line begins with "error: " in ${describeOutcome(outcome)}`);
  const [line = ''] = lines;
  for (const word of words) {
    assertSaid(line, word, outcome);
  }
  assert.doesNotMatch(
    outcome.stderr,
    /^\s+at .+:\d+:\d+|node:internal|\[object Object\]|undefined/m,
    describeOutcome(outcome),
  );
}

/** Below the line of the error stands what to do next. */
export function assertNextStep(outcome: Outcome, words: string | RegExp): void {
  const [, next = ''] = outcome.stderr.split(/^error: .*\n/m);
  assertSaid(next, words, outcome);
}

export function assertSays(outcome: Outcome, stream: 'stdout' | 'stderr', words: string | RegExp): void {
  assertSaid(outcome[stream], words, outcome);
}

export function describeOutcome({ args, code, stdout, stderr }: Outcome): string {
  return `registry-switch ${args.join(' ')}\nexit code ${String(code)}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;
}

/** Text is looked for in any case. */
function assertSaid(said: string, words: string | RegExp, outcome: Outcome): void {
  const found = words instanceof RegExp ? words.test(said) : said.toLowerCase().includes(words.toLowerCase());
  assert.ok(found, `${String(words)} is not said by ${describeOutcome(outcome)}`);
}
