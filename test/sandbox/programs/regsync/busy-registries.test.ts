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

  it('sends a blob in chunks when it could not be sent whole', async () => {
    let broken = true;
    const { source, target, network } = await registries({
      target: {
        onRequest: ({ method, url }) => {
          if (method !== 'PUT' || !url.pathname.includes('/blobs/') || !broken) return undefined;
          broken = false;
          return { status: 503 };
        },
      },
    });
    const web = source.seedImage({ repository: 'web', tag: '1', layers: [Buffer.alloc(100, 'x')] });
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
      network,
    );
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.ok(target.requests.some(({ method }) => method === 'PATCH'));
  });

  it('waits while too few pulls are left', async () => {
    const { source, network } = await registries({
      source: { rateLimit: { pulls: 19, window: 3600 } },
    });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const stop = new AbortController();
    const request = plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]);
    const run = await runShard(request, network, {
      signal: stop.signal,
      log: (line) => {
        if (line.includes('Delaying')) stop.abort();
      },
    });
    assert.deepEqual(
      run.events.filter(({ type }) => type === 'rate-limited'),
      [{ type: 'rate-limited', seconds: 900 }],
    );
    assert.equal(run.exitCode, 1);
  });
});
