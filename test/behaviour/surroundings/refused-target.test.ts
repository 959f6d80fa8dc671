/** A target that cannot be used is noticed before anything is written, and the message says what to do. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { NAMESPACES } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';

describe('a target that refuses us', () => {
  let site: Site;

  before(async () => {
    site = await openSite('refused');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('by a wrong password: exit 1, the registry and the login are named, nothing is written', async () => {
    const outcome = await writingNothing(async () => migrate(site, [], { input: 'not-the-password\n' }));
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [site.cluster.target.host, /login|password|credential|unauthorized|denied|refuse/i]);
    assert.doesNotMatch(outcome.stdout + outcome.stderr, /not-the-password/);
  });

  it('by a certificate that we do not know: exit 1, --registry-ca is offered, nothing is written', async () => {
    const outcome = await writingNothing(async () => migrate(site, [], { authorities: ['source'] }));
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [site.cluster.target.host, /certificate/i]);
    assertNextStep(outcome, '--registry-ca');
  });

  it('by lack of any login: exit 1, --username is offered, nothing is written', async () => {
    const outcome = await writingNothing(async () => migrate(site, [], { login: 'none', pullLogin: 'none' }));
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [site.cluster.target.host, /login|password|credential|unauthorized|denied|refuse/i]);
    assertNextStep(outcome, '--username');
  });

  async function writingNothing(run: () => Promise<Outcome>): Promise<Outcome> {
    const before = await everythingWritten(site);
    const outcome = await run();
    assert.deepEqual(await everythingWritten(site), before);
    assert.equal(await site.api.get(NAMESPACES, { name: site.copyNamespace }), undefined);
    return outcome;
  }
});
