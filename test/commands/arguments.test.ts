import assert from 'node:assert/strict';
import { COMMAND_SUMMARIES, findCommand } from '../../src/commands/command-table.ts';

describe('the arguments of commands', () => {
  for (const name of Object.keys(COMMAND_SUMMARIES)) {
    it(`never come from standard input, which may hold a password or somebody else's lines (${name})`, async () => {
      const { args, flags } = await findCommand(name)();
      const read = Object.entries(args).filter(([, { ignoreStdin }]) => ignoreStdin !== true);
      assert.deepEqual(read, []);
      const fed = Object.entries(flags).filter(
        ([, flag]) => 'allowStdin' in flag && Boolean(flag.allowStdin),
      );
      assert.deepEqual(fed, []);
    });
  }
});
