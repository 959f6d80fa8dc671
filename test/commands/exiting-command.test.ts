import assert from 'node:assert/strict';
import { ExitingCommand } from '../../src/commands/exiting-command.ts';

describe('ExitingCommand', () => {
  it('has no flags unless a command declares some', () => {
    class Bare extends ExitingCommand {
      override async run(): Promise<number> {
        return Promise.resolve(0);
      }
    }
    assert.deepEqual(Object.keys(Bare.flags), []);
  });
});
