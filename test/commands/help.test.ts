import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { commandHelp, rootHelp } from '../../src/cli/help.ts';
import { COMMAND_SUMMARIES, findCommand } from '../../src/commands/command-table.ts';

/** Reviewed: every command with every flag. Written anew with `UPDATE_HELP=1 npx mocha test/commands/help.test.ts`. */
const FIXTURE = new URL('./help.txt', import.meta.url);

async function wholeHelp(): Promise<string> {
  const commands = await Promise.all(
    Object.keys(COMMAND_SUMMARIES).map(async (name) => [name, commandHelp(name, await findCommand(name)())]),
  );
  return [['', rootHelp(COMMAND_SUMMARIES)], ...commands]
    .map(([name = '', text = '']) => `### kubectl registry-switch ${name}`.trimEnd() + `\n${text}`)
    .join('\n');
}

describe('the help of all commands', () => {
  it('is as reviewed', async () => {
    const help = await wholeHelp();
    if (process.env.UPDATE_HELP === '1') await writeFile(FIXTURE, help);
    assert.equal(help, await readFile(FIXTURE, 'utf8'));
  });

  it('describes every flag', async () => {
    for (const name of Object.keys(COMMAND_SUMMARIES)) {
      const { flags } = await findCommand(name)();
      const silent = Object.entries(flags).filter(([, { description = '' }]) => description.length < 10);
      assert.deepEqual(
        silent.map(([flag]) => flag),
        [],
        name,
      );
    }
  });

  it('offers no flag for a password: arguments can be read by others', async () => {
    for (const name of Object.keys(COMMAND_SUMMARIES)) {
      const { flags } = await findCommand(name)();
      const texts = Object.entries(flags).filter(
        ([flag, { type }]) => /password|token/.test(flag) && type !== 'boolean' && !flag.endsWith('-file'),
      );
      assert.deepEqual(texts, [], name);
    }
  });
});
