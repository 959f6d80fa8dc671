/** The demo from its first line to its last. */
import assert from 'node:assert/strict';
import { startDemo } from './demo-process.ts';

describe('the demo', function () {
  this.timeout(90_000);
  this.slow(40_000);

  it('moves everything, heals what was stuck, and leaves nothing behind', async () => {
    await using demo = await startDemo();
    assert.equal(await demo.ended, 0, demo.written());
    for (const text of [
      'Seeding 20 workloads',
      'Two pods stand in ImagePullBackOff',
      'Deployment shop/search: Argo CD application search would revert a patch',
      'Pod legacy/console: the pull Secrets of a running pod are immutable',
      'Job shop/import-catalogue: the Job has completed',
      '0 not, 0 left alone',
      'Pods:      1 healed',
      'The two pods that stood in ImagePullBackOff run.',
      'Nothing refers to the source any more.',
      'That took ',
    ]) {
      assert.ok(demo.written().includes(text), `${text} is not in:\n${demo.written()}`);
    }
    assert.deepEqual(await demo.leftovers(), []);
  });

  it('moves Deckhouse to the last image, and leaves nothing behind', async () => {
    await using demo = await startDemo(['--estate', 'deckhouse']);
    assert.equal(await demo.ended, 0, demo.written());
    for (const text of [
      'Platform: Deckhouse v1.40.0 (',
      'registry.acme.example/mirror/deckhouse:v1.40.0   copied',
      'Deployment d8-system/deckhouse container deckhouse',
      'kubectl rollout restart -n shop deployment.apps/storefront',
      'Nothing refers to the source any more.',
    ]) {
      assert.ok(demo.written().includes(text), `${text} is not in:\n${demo.written()}`);
    }
    assert.deepEqual(await demo.leftovers(), []);
  });
});
