/** Failures that no rollout tells: they are noticed, put back and told with what happened. */
import assert from 'node:assert/strict';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { deployment } from '../builders/deployment.ts';
import { statefulSet } from '../builders/stateful-set.ts';
import { CONFIG_MAPS, DEPLOYMENTS, PODS, STATEFUL_SETS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, move } from '../harness/product.ts';
import { runningImages } from '../harness/running-images.ts';
import { openSite, sourceLogin } from '../harness/site.ts';
import { switchedWorkloads } from '../harness/switch-outcomes.ts';
import { isReal } from '../harness/the-cluster.ts';
import { copyAndLose, migrateElsewhere, startOnFirst } from './lost-layer.ts';

describe('a StatefulSet whose new pod is stuck', () => {
  it('is put back, and the stuck pod, for which it would wait for ever, is deleted', async () => {
    await using site = await openSite('stuck');
    const namespace = await site.makeNamespace('data', { login: sourceLogin(site.cluster) });
    const db = await site.push({ repository: 'db', tag: '1' });
    const set = statefulSet({
      ...{ namespace, name: 'db', pullSecrets: ['login'] },
      containers: { db: db.reference },
    });
    await startOnFirst(site, set);
    await copyAndLose(site, [db]);
    const untouched = await site.api.get(PODS, { namespace, name: 'db-0' });
    const outcome = await migrateElsewhere(site);
    assertExit(outcome, EXIT.failed);
    const { message, evidence = [], outcome: result } = switchedWorkloads(outcome).db ?? assert.fail();
    assert.equal(result, 'rolled-back', message);
    assert.match(evidence.join('\n'), /pod db-1: container db is waiting: .*not found/);
    const running = await runningImages(site.api, namespace);
    assert.deepEqual(
      running.map(({ pod, image, ready }) => ({ pod, image, ready })),
      ['db-0', 'db-1'].map((pod) => ({ pod, image: db.reference, ready: true })),
    );
    const now = await site.api.get(PODS, { namespace, name: 'db-0' });
    assert.equal(now?.metadata?.uid, untouched?.metadata?.uid);
    const back = await site.api.get(STATEFUL_SETS, { namespace, name: 'db' });
    assert.equal(back?.metadata?.annotations?.[RECORD_ANNOTATION], undefined);
  });
});

describe('a container that starts and ends again under its new name', () => {
  it('is noticed while the wave settles, put back, and its log is shown', async () => {
    await using site = await openSite('crash');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const { reference } = await site.push({ repository: 'app', tag: '1' });
    const life = (seconds: string) => ({ metadata: { namespace, name: 'life' }, data: { seconds } });
    await site.api.apply(CONFIG_MAPS, life('1000000'));
    const app = deployment({
      ...{ namespace, name: 'app', pullSecrets: ['login'], containers: { app: reference } },
      container: {
        command: ['/bin/sh', '-c', 'echo living for $LIFE; sleep $LIFE; echo out of luck; exit 3'],
        env: [{ name: 'LIFE', valueFrom: { configMapKeyRef: { name: 'life', key: 'seconds' } } }],
      },
    });
    await site.start(app);
    // Ready first, and gone some seconds later: the time of the sandbox runs 20 times as fast.
    await site.api.apply(CONFIG_MAPS, life(isReal() ? '4' : '80'));
    assertExit(await move(site, ['copy', '--yes', ...jobFlags(site)]), EXIT.done);
    const patience = ['--settle', '9s', '--timeout', '60s'];
    const outcome = await move(site, ['switch', '--yes', '-o', 'json', ...patience]);
    assertSays(outcome, 'stderr', `Deployment ${namespace}/app did not become healthy:`);
    assertExit(outcome, EXIT.failed);
    const { outcome: result, message, evidence = [] } = switchedWorkloads(outcome).app ?? assert.fail();
    assert.equal(result, 'rolled-back', message);
    assert.match(message, /container app was restarted; rolled back|became ready, then unready/);
    assert.match(evidence.join('\n'), /container app terminated with exit code 3/);
    assert.match(evidence.join('\n'), /^log of pod app-\S+, container app: out of luck$/m);
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: 'app' });
    assert.equal(found?.spec?.template.spec?.containers[0]?.image, reference);
  });
});
