/** The first workload alone finds out what fails: it is put back, and nothing else was touched. */
import assert from 'node:assert/strict';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { RECORD_ANNOTATION } from '../../../src/domain/change/record.ts';
import { deployment } from '../builders/deployment.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { runningImages } from '../harness/running-images.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { outcomesOf, switchedWorkloads } from '../harness/switch-outcomes.ts';
import { versionsIn } from '../harness/versions.ts';
import { copyAndLose, migrateElsewhere, startOnFirst } from './lost-layer.ts';

describe('a canary whose image has lost a layer at the target', () => {
  let site: Site;
  let shop: string;
  let bank: string;
  let pilot: SourceImage;
  let asItWas: Readonly<Record<string, string>>;
  let asItIs: Readonly<Record<string, string>>;
  let outcome: Outcome;
  let result: SwitchedWorkload | undefined;

  before(async () => {
    site = await openSite('canary');
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    bank = await site.makeNamespace('bank', { login: sourceLogin(site.cluster) });
    pilot = await site.push({ repository: 'pilot', tag: '1' });
    const web = await site.push({ repository: 'web', tag: '1' });
    const place = { pullSecrets: ['login'], replicas: 2, containers: { app: web.reference } };
    const canary = deployment({
      ...place,
      ...{ namespace: shop, name: 'pilot', replicas: 1, containers: { app: pilot.reference } },
    });
    await startOnFirst(
      site,
      canary,
      deployment({ ...place, namespace: shop, name: 'web' }),
      deployment({ ...place, namespace: bank, name: 'ledger' }),
    );
    await copyAndLose(site, [pilot]);
    asItWas = await versionsIn(site.api, [shop, bank], 'pilot');
    await using readiness = await watchReadiness(site, [shop, bank]);
    outcome = await migrateElsewhere(site);
    asItIs = await versionsIn(site.api, [shop, bank], 'pilot');
    readiness.assertNothingWentDown();
    result = switchedWorkloads(outcome).pilot;
  });

  after(async () => site[Symbol.asyncDispose]());

  it('halts the run: exit 1', () => {
    assertExit(outcome, EXIT.failed);
    assert.deepEqual(outcomesOf(outcome), {
      ledger: 'not-started',
      pilot: 'rolled-back',
      web: 'not-started',
    });
  });

  it('is back on its old image, Ready, without a trace of the change', async () => {
    const found = await site.api.get(DEPLOYMENTS, { namespace: shop, name: 'pilot' });
    assert.equal(found?.status?.readyReplicas, 1);
    assert.equal(found.metadata?.annotations?.[RECORD_ANNOTATION], undefined);
    assert.deepEqual(found.spec?.template.spec?.imagePullSecrets, [{ name: 'login' }]);
    const running = await runningImages(site.api, shop, 'pilot');
    assert.deepEqual(
      running.map(({ image, ready }) => ({ image, ready })),
      [{ image: pilot.reference, ready: true }],
    );
  });

  it('leaves everything else untouched', () => {
    const secret = `Secret ${shop}/registry-switch-target`;
    const { [secret]: made, ...rest } = asItIs;
    assert.notEqual(made, undefined, 'the namespace of the canary has got its pull Secret');
    assert.deepEqual(rest, asItWas);
  });

  it('tells pod, image and reason', () => {
    assert.match(result?.message ?? '', /pod pilot-\S+: container app cannot pull .*; rolled back: /);
    assert.ok(result?.message.includes(pilot.atTarget));
    const evidence = (result?.evidence ?? []).join('\n');
    assert.match(
      evidence,
      /^pod pilot-\S+: container app is waiting: (ErrImagePull|ImagePullBackOff): .*not found/m,
    );
    assert.match(evidence, /^pod pilot-\S+: Failed.*: Failed to pull image .*not found/m);
    assertSays(outcome, 'stderr', `Deployment ${shop}/pilot did not become healthy:`);
  });
});
