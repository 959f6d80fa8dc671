import assert from 'node:assert/strict';
import { runFiles } from './run-regsync.ts';
import { registries } from './two-registries.ts';

describe('the regsync of the sandbox: its configuration', () => {
  it('says what is wrong with its files', async () => {
    const { network } = await registries();
    const argv = ['/regsync', 'once', '-c', '/config/regsync-0.yml'];
    const run = await runFiles({ argv, network, readFile: () => undefined });
    assert.deepEqual(run, {
      exitCode: 1,
      lines: ['open /config/regsync-0.yml: no such file or directory'],
      events: [],
    });
  });
});
