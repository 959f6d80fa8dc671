/** A plan that was seen is what is carried out: its hash is shown, stays the same, and is asked for. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, move } from '../harness/product.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

describe('a plan that was signed off', () => {
  let site: Site;

  before(async () => {
    site = await openSite('signed');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const { reference } = await site.push({ repository: 'web', tag: '1' });
    await site.start(
      deployment({ namespace, name: 'web', pullSecrets: ['login'], containers: { app: reference } }),
    );
  });

  after(async () => site[Symbol.asyncDispose]());

  const planned = async (): Promise<string> => (await move(site, ['plan', '-o', 'jsonpath={.hash}'])).stdout;

  it('has the same hash as long as nothing changes', async () => {
    const hash = await planned();
    assert.match(hash, /^sha256:[0-9a-f]{64}$/);
    assert.equal(await planned(), hash);
    assertSays(await move(site, ['plan']), 'stderr', `--expect ${hash.slice(7, 19)}`);
  });

  it('is not carried out under another hash: wrong usage, and nothing is changed', async () => {
    const before = await everythingWritten(site);
    const outcome = await migrate(site, ['--expect', '0123456789ab']);
    assertExit(outcome, EXIT.usage);
    assertError(outcome, ['not 0123456789ab']);
    assertExit(await migrate(site, ['--expect', 'short']), EXIT.usage);
    assert.deepEqual(await everythingWritten(site), before);
  });

  it('is carried out under its own, and the run says what it is signed off as', async () => {
    const outcome = await migrate(site, ['--expect', (await planned()).slice(7, 19)]);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', /^Run \d{8}-\d{6}-\w{4} signed off as [0-9a-f]{12}\.$/m);
  });
});
