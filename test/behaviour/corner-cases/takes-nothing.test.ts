/** Objects that cannot be changed any more. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { buildable, placeOf, type Buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { CONFIG_MAPS, DEPLOYMENTS, NAMESPACES, SECRETS } from '../harness/kinds.ts';
import { assertError, assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { sourceLogin, type Site } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { outcomesOf, switchedWorkloads } from '../harness/switch-outcomes.ts';
import { openScene } from './scene.ts';

describe('what can take nothing any more', () => {
  it('an immutable Secret: it is refused before anything changes', async () => {
    await using scene = await openScene('immutable');
    const { site, namespace, place } = scene;
    await site.start(deployment({ ...place, name: 'web' }));
    await site.api.patch(SECRETS, { namespace, name: 'login' }, { immutable: true });
    const asItWas = await everythingWritten(site);
    await using proxy = await startApiProxy(site.api);
    const secret = `${namespace}/login`;
    const outcome = await migrate(site, ['--registry-secret', secret, '--server', proxy.url]);
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [`Secret ${secret} is immutable`]);
    assert.deepEqual(proxy.writes, []);
    assert.deepEqual(await everythingWritten(site), asItWas);
  });

  it('a namespace that is being deleted: its workloads are left alone, others move', async () => {
    await using scene = await openScene('ending');
    const { site, place } = scene;
    const namespace = await site.makeNamespace('ending', { login: sourceLogin(site.cluster) });
    const lasting = deployment({ ...place, namespace, name: 'lasting' });
    await site.start(deployment({ ...place, name: 'web' }), lasting);
    // Without a pull Secret that a template could gain nothing would have to be created.
    const kept = buildable(CONFIG_MAPS, { metadata: { namespace, name: 'kept' } });
    await site.apply(kept);
    const keep = { metadata: { finalizers: ['example.com/keep'] } };
    // Without its login it could not have its image, and would be left alone for that.
    const login = buildable(SECRETS, { metadata: { namespace, name: 'login' } });
    const held = [lasting, kept, login];
    for (const one of held) await site.api.patch(one.kind, placeOf(one), keep);
    await site.api.delete(NAMESPACES, { name: namespace });
    await until('the namespace to end', 60, async () => {
      const found = await site.api.get(DEPLOYMENTS, placeOf(lasting));
      return found?.metadata?.deletionTimestamp;
    });
    try {
      const outcome = await migrate(site, ['-o', 'json', '--timeout', '20s']);
      assertExit(outcome, EXIT.partly);
      assert.deepEqual(outcomesOf(outcome), { lasting: 'left-alone', web: 'switched' });
      assert.match(switchedWorkloads(outcome).lasting?.message ?? '', /being deleted/);
    } finally {
      for (const one of held) await letGo(site, one);
    }
  });
});

async function letGo(site: Site, { kind, object }: Buildable): Promise<void> {
  await site.api.patch(kind, placeOf({ kind, object }), { metadata: { finalizers: null } });
}
