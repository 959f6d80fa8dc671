/** `heal` restarts what its owner cannot restart, once, and nothing else. */
import assert from 'node:assert/strict';
import type { HealReport } from '../../src/workflow/heal/heal-pods.ts';
import { deployment } from './builders/deployment.ts';
import { statefulSet } from './builders/stateful-set.ts';
import { PODS } from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { run } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';
import { untilReady, untilStuck } from './harness/until-ready.ts';

describe('heal', () => {
  let site: Site;
  let namespace: string;
  let right: ReturnType<typeof statefulSet>;
  let stuckForItself: string;
  let report: HealReport;

  before(async () => {
    site = await openSite('heal');
    namespace = await site.makeNamespace('data', { login: sourceLogin(site.cluster) });
    const [old, elsewhere] = await Promise.all([
      site.push({ repository: 'db', tag: '1' }),
      site.pushElsewhere({ repository: 'db', tag: '2' }),
    ]);
    const gone = old.reference.replace(/:1$/, ':gone');
    const db = (image: string) =>
      statefulSet({ namespace, name: 'db', pullSecrets: ['login'], containers: { db: image } });
    await site.start(db(old.reference));
    await site.apply(
      db(gone),
      deployment({ namespace, name: 'wrong', pullSecrets: ['login'], containers: { app: gone } }),
    );
    await untilStuck(site.api, namespace, 'db-1');
    stuckForItself = await untilStuck(site.api, namespace, 'wrong-');
    right = db(elsewhere.reference);
    await site.apply(right);
    report = await heal();
  });

  after(async () => site[Symbol.asyncDispose]());

  it('restarts the stuck pod of a StatefulSet that waits for it, although its template is right', async () => {
    assert.deepEqual(
      report.healed.map(({ namespace: where, pod, owner }) => ({ where, pod, owner })),
      [{ where: namespace, pod: 'db-1', owner: `StatefulSet ${namespace}/db` }],
    );
    // Just now its image may be tried once more.
    assert.match(report.healed[0]?.waiting ?? '', /^(ImagePullBackOff|ErrImagePull)$/);
    await untilReady(site.api, [right]);
  });

  it('leaves a pod alone whose owner says what it says', async () => {
    const pods = await site.api.list(PODS, namespace);
    assert.ok(pods.some(({ metadata }) => metadata?.name === stuckForItself));
  });

  it('does nothing the second time', async () => {
    const { healed } = await heal();
    assert.deepEqual(healed, []);
  });

  it('says so to people', async () => {
    const outcome = await run(site, ['heal', '--from', site.cluster.source.host, '-n', site.namespaces]);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', 'nothing to heal');
  });

  async function heal(): Promise<HealReport> {
    const flags = ['--from', site.cluster.source.host, '-n', site.namespaces, '-o', 'json', '--yes'];
    const outcome = await run(site, ['heal', ...flags]);
    assertExit(outcome, EXIT.done);
    return JSON.parse(outcome.stdout) as HealReport;
  }
});
