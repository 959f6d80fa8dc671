/** The image of the copy engine runs with all logins: by the digest that it had when the move was agreed to. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { copyPodsSeen } from '../harness/copy-pods.ts';
import { NAMESPACES, PODS } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { pinnedCopier } from '../harness/pinned-copier.ts';
import { jobFlags, move } from '../harness/product.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';
import { watchObjects } from '../harness/watch-objects.ts';

/** Of a registry that nobody reaches. */
const HIDDEN = 'hidden.invalid/regsync:v1';

describe('the image of the copy engine', () => {
  let site: Site;

  before(async () => {
    site = await openSite('engine');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  after(async () => site[Symbol.asyncDispose]());

  for (const command of [
    ['migrate', '--yes'],
    ['copy', '--yes'],
    ['copy', '-o', 'yaml'],
  ]) {
    it(`is refused by ${command.join(' ')} where its digest cannot be asked for: exit 1, nothing is written`, async () => {
      const outcome = await move(site, [...command, ...jobFlags(site, HIDDEN)]);
      assertExit(outcome, EXIT.failed);
      assertError(outcome, [HIDDEN, 'digest']);
      assertNextStep(outcome, '--copier-image-unpinned');
      assert.equal(await site.api.get(NAMESPACES, { name: site.copyNamespace }), undefined);
      assert.equal(outcome.stdout, '');
    });
  }

  it('is missed by preflight then', async () => {
    const outcome = await move(site, ['preflight', ...jobFlags(site, HIDDEN)]);
    assertExit(outcome, EXIT.failed);
    assertSays(outcome, 'stdout', HIDDEN);
  });

  it('is printed by its tag where that is allowed', async () => {
    const allowed = ['--copier-image-unpinned', ...jobFlags(site, HIDDEN)];
    const outcome = await move(site, ['copy', '-o', 'yaml', ...allowed]);
    assertExit(outcome, EXIT.done);
    assert.match(outcome.stdout, new RegExp(`image: ${HIDDEN}$`, 'm'));
  });

  it('is told, and runs by its digest', async () => {
    await using copying = await watchObjects(site.api, { kind: PODS, namespace: site.copyNamespace });
    const outcome = await move(site, ['copy', '--yes', ...jobFlags(site)]);
    assertExit(outcome, EXIT.done);
    const image = await pinnedCopier(site.cluster);
    assertSays(outcome, 'stderr', image);
    assert.deepEqual(copyPodsSeen(copying.events), [{ image, verb: 'once', exitCode: 0 }]);
  });
});
