/** Somebody in the cluster who does not want the change: it is told, and not fought. */
import assert from 'node:assert/strict';
import { deployment } from '../builders/deployment.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { changesSpec } from '../harness/changes-spec.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move, rollback } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { startRevertingOperator } from '../harness/reverting-operator.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { outcomesOf, switchedWorkloads } from '../harness/switch-outcomes.ts';

const MANAGER = 'shop-operator';

describe('a controller that sets images back', () => {
  let site: Site;
  let namespace: string;
  let app: SourceImage;

  before(async () => {
    site = await openSite('reverted');
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    app = await site.push({ repository: 'app', tag: '1' });
    const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
    await site.start(...['owned', 'plain'].map((name) => deployment({ ...place, name })));
  });

  after(async () => site[Symbol.asyncDispose]());

  const cases: readonly [string, { readonly millisecondsLater?: number }, readonly string[]][] = [
    ['at once', {}, ['--settle', '0s']],
    ['after a while, when the workload is ready', { millisecondsLater: 1500 }, ['--settle', '6s']],
  ];
  for (const [when, options, flags] of cases) {
    it(`is named when it does so ${when}; nobody patches again, and no trace is left`, async () => {
      const asItWas = await specOf('owned');
      await using operator = await startRevertingOperator(site.api, {
        ...{ namespace, manager: MANAGER, images: { owned: app.reference } },
        ...options,
      });
      await using proxy = await startApiProxy(site.api);
      await using readiness = await watchReadiness(site, [namespace]);
      const outcome = await moveThrough(proxy.url, flags);
      assertExit(outcome, EXIT.failed);
      const { owned } = switchedWorkloads(outcome);
      assert.ok(owned);
      assert.equal(owned.outcome, 'reverted', owned.message);
      assert.match(owned.message, new RegExp(`^${MANAGER} set the image of container app back to `));
      assert.match(owned.message, /change the image where shop-operator takes it from/);
      const accepted = proxy.writes.filter(
        ({ method, path, body, status }) =>
          method === 'PATCH' && path.endsWith('/owned') && changesSpec(body) && status === 200,
      );
      assert.equal(accepted.length, 2, 'one patch, and one that removes what came with it');
      assert.deepEqual(operator.reverted, ['owned']);
      assert.deepEqual(await specOf('owned'), asItWas);
      readiness.assertNothingWentDown();
    });
  }

  it('holds back nothing else where the user goes on', async () => {
    const found = await site.api.get(DEPLOYMENTS, { namespace, name: 'plain' });
    assert.deepEqual(imagesNamedIn(found?.spec), [app.atTarget]);
  });

  it('leaves nothing to a rollback, which puts back the others', async () => {
    const outcome = await rollback(site);
    assertExit(outcome, EXIT.done);
    assert.doesNotMatch(outcome.stdout, /owned/);
    assertSays(outcome, 'stdout', /plain +rolled-back/);
  });

  async function moveThrough(server: string, flags: readonly string[]): Promise<Outcome> {
    const goingOn = ['--on-failure', 'continue', '-o', 'json', '--timeout', '30s', '--server', server];
    return move(site, ['migrate', '--yes', ...goingOn, ...flags, ...jobFlags(site)]);
  }

  /** What a person or tool has written. */
  async function specOf(name: string): Promise<unknown> {
    const found = await site.api.get(DEPLOYMENTS, { namespace, name });
    const records = Object.entries(found?.metadata?.annotations ?? {}).filter(([key]) =>
      key.includes('switch'),
    );
    return { spec: found?.spec, records };
  }
});

describe('an admission webhook that denies', () => {
  const words = 'admission webhook "images.example.com" denied the request: new.example is not allowed';

  for (const status of [400, 403, 422]) {
    it(`one workload (${status.toString()}): is quoted, the workload is as it was, others go on`, async () => {
      await using site = await openSite('denied');
      const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
      const app = await site.push({ repository: 'app', tag: '1' });
      const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
      await site.start(...['a', 'b'].map((name) => deployment({ ...place, name })));
      const asItWas = await everythingWritten(site);
      await using readiness = await watchReadiness(site, [namespace]);
      await using proxy = await startApiProxy(site.api, {
        fault: (kind, count) =>
          kind === 'PATCH deployments' && count === 1
            ? { kind: 'answer', status, message: words }
            : undefined,
      });
      const goingOn = ['--on-failure', 'continue', '--max-in-flight', '1', '--no-canary'];
      const outcome = await migrate(site, [...goingOn, '-o', 'json', '--server', proxy.url]);
      assertExit(outcome, EXIT.failed);
      assert.deepEqual(outcomesOf(outcome), { a: 'failed', b: 'switched' });
      assert.equal(switchedWorkloads(outcome).a?.message, words);
      const name = `Deployment ${namespace}/a`;
      assert.equal((await everythingWritten(site))[name], asItWas[name]);
      readiness.assertNothingWentDown();
    });
  }
});
