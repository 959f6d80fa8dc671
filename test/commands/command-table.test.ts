import assert from 'node:assert/strict';
import { COMMAND_SUMMARIES, findCommand } from '../../src/commands/command-table.ts';
import { UsageError } from '../../src/domain/errors.ts';

describe('findCommand', () => {
  for (const name of Object.keys(COMMAND_SUMMARIES)) {
    it(`knows ${name}`, () => {
      assert.equal(typeof findCommand(name), 'function');
    });
  }

  const typos: readonly [string, string | undefined][] = [
    ['swicth', 'switch'],
    ['verifi', 'verify'],
    ['image', 'images'],
    ['plans', 'plan'],
    ['rollbacks', 'rollback'],
    ['imges', 'images'],
    ['imgaes', 'images'],
    ['veriffy', 'verify'],
    ['heall', 'heal'],
    ['rollbac', 'rollback'],
    ['hean', 'heal'],
    ['copan', 'copy'],
    ['pla', 'plan'],
    ['mig', 'migrate'],
    ['constructor', undefined],
    ['toString', undefined],
    ['__proto__', undefined],
    ['frobnicate', undefined],
    ['nope', undefined],
    ['', undefined],
    ['p', undefined],
  ];
  for (const [typo, near] of typos) {
    it(`${near === undefined ? 'points to the help' : `proposes ${near}`} for ${JSON.stringify(typo)}`, () => {
      assert.throws(
        () => findCommand(typo),
        (error) =>
          error instanceof UsageError &&
          error.message === `unknown command ${JSON.stringify(typo)} for "kubectl registry-switch"` &&
          error.nextStep ===
            (near === undefined
              ? "Run 'kubectl registry-switch --help' for a list of commands."
              : `Did you mean this?\n\t${near}`),
      );
    });
  }
});
