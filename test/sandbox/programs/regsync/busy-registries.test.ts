import assert from 'node:assert/strict';
import { copy } from '../../../adapters/copier/regsync/copy-request.ts';
import { runShard } from './run-regsync.ts';
import { plainRequest, registries, SOURCE, TARGET } from './two-registries.ts';

describe('the regsync of the sandbox: busy registries', () => {
  it('tries again what a busy server refused, and waits as long as it is told', async () => {
    let refusals = 3;
    const { source, target, network } = await registries({
      target: {
        onRequest: ({ method }) =>
          method === 'PUT' && refusals-- > 0 ? { status: 429, headers: { 'retry-after': '7' } } : undefined,
      },
    });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
      network,
    );
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.equal(target.store.manifest('web', '1')?.digest, web.digest);
  });
});
