/** The life of runs: shown, taken back as a whole or by workload, and ended for good. */
import assert from 'node:assert/strict';
import { until } from '../cluster/deadline.ts';
import { CONFIG_MAPS, SECRETS } from './harness/kinds.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from './harness/outcome.ts';
import { rollback, run, verify } from './harness/product.ts';
import type { Outcome } from './harness/run-product.ts';
import { everythingRestorable, workloadSpecs, type Snapshot } from './harness/snapshot.ts';
import { moveTo } from './kill/moving.ts';
import { newestRun, seenRuns } from './harness/runs.ts';
import { openTwelveWorkloads, type TwelveWorkloads } from './kill/twelve-workloads.ts';

describe('runs', () => {
  let estate: TwelveWorkloads;
  let asItWas: Snapshot;
  let shopRun: string;
  let restRun: string;

  const inHome = async (...args: readonly string[]): Promise<Outcome> =>
    run(estate.site, [...args, '--copy-namespace', estate.site.copyNamespace]);
  const finish = async (): Promise<Outcome> =>
    inHome('finish', '--yes', '--from', estate.site.cluster.source.host);
  const written = async (): Promise<Snapshot> => everythingRestorable(estate.site, [estate.gadgets]);

  /** Of the workloads that differ from what was there at the beginning. */
  const changed = async (): Promise<string[]> => {
    const now = await written();
    const names = Object.keys(asItWas).filter((name) => now[name] !== asItWas[name]);
    return names.filter((name) => !name.startsWith('Secret ')).toSorted();
  };

  before(async () => {
    estate = await openTwelveWorkloads();
    asItWas = await written();
  });

  after(async () => estate.site[Symbol.asyncDispose]());

  it('are none at first: status says so, resume and finish do nothing', async () => {
    assertSays(await inHome('status'), 'stderr', 'No runs found');
    const resumed = await inHome('resume', '--yes');
    assertExit(resumed, EXIT.failed);
    assertError(resumed, ['no run to resume']);
    const finished = await inHome('finish', '--yes');
    assertExit(finished, EXIT.usage);
    assertError(finished, ['--from']);
  });

  it('are shown newest first, with how many workloads came to what', async () => {
    const { site } = estate;
    assertExit(await moveTo(estate, 'shop', { namespaces: site.in('shop') }), EXIT.done);
    shopRun = (await newestRun(site)).id;
    assertExit(await moveTo(estate, 'rest'), EXIT.done);
    restRun = (await newestRun(site)).id;
    const { stdout } = await inHome('status', '--watch');
    const rows = stdout.split('\n').map((line) => line.split(/\s{2,}/));
    assert.deepEqual(
      rows.slice(1, 3).map(([id, command, state, , , workloads]) => [id, command, state, workloads]),
      [
        [restRun, 'migrate', 'done', '8 switched'],
        [shopRun, 'migrate', 'done', '4 switched'],
      ],
    );
  });

  it('that are done are nothing to go on with', async () => {
    assertError(await inHome('resume', '--yes'), ['no run to resume']);
    const unknown = await inHome('resume', '20200101-000000-none', '--yes');
    assertError(unknown, ['run 20200101-000000-none not found']);
    assertNextStep(unknown, restRun);
  });

  it('are taken back by workload: the others stay, and status tells', async () => {
    const { site } = estate;
    const shop = site.in('shop');
    assertExit(await inHome('rollback', 'deployment/web', '-n', shop, '--yes'), EXIT.done);
    assert.ok(!(await changed()).includes(`Deployment ${shop}/web`), 'web is as it was');
    assert.equal((await changed()).length, 11);
    const { runs } = await seenRuns(site);
    const outcomes = runs.find(({ id }) => id === shopRun)?.workloads.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes?.toSorted(), ['rolled-back', 'switched', 'switched', 'switched']);
  });

  it('are taken back one by one: only what that run changed', async () => {
    const { site } = estate;
    const shop = site.in('shop');
    assertExit(await rollback(site, [restRun]), EXIT.done);
    const left = ['CronJob nightly', 'Deployment cart', 'StatefulSet db'];
    assert.deepEqual(
      await changed(),
      left.map((name) => name.replace(' ', ` ${shop}/`)),
    );
    const states = (await seenRuns(site)).runs.map(({ state }) => state);
    assert.deepEqual(states, ['rolled-back', 'done']);
    assertExit(await rollback(site, [shopRun]), EXIT.done);
    assert.deepEqual(await written(), asItWas);
    const again = await rollback(site, [shopRun]);
    assertExit(again, EXIT.done);
    assertSays(again, 'stderr', 'Nothing to roll back');
  });

  it('are not ended while anything refers to the source: exit 3, and nothing is removed', async () => {
    const before = await written();
    const outcome = await finish();
    assertExit(outcome, EXIT.oldReferences);
    assertNextStep(outcome, 'verify');
    assert.deepEqual(await written(), before);
  });

  it('are ended for good: records, backups, memory and old logins go, no workload changes', async () => {
    const { site } = estate;
    assertExit(await moveTo(estate, 'last'), EXIT.done);
    await untilCleanEverywhere();
    const specs = await workloadSpecs(site, [estate.gadgets]);
    const unsaid = await inHome('finish', '--yes');
    assertExit(unsaid, EXIT.usage);
    assertNextStep(unsaid, `finish --from ${site.cluster.source.host}`);
    assertExit(await finish(), EXIT.done);
    assert.deepEqual(await workloadSpecs(site, [estate.gadgets]), specs);
    assert.doesNotMatch(JSON.stringify(await written()), /registry-switch\.io\/(changes|backup)/);
    const kept = await site.api.list(CONFIG_MAPS, site.copyNamespace);
    const names = kept.flatMap(({ metadata }) => metadata?.name ?? []);
    assert.deepEqual(
      names.filter((name) => !/^(kube-root-ca|registry-switch-run-|registry-switch-finished$)/.test(name)),
      [],
    );
    const secrets = await site.api.list(SECRETS);
    const logins = secrets
      .filter(({ metadata }) => metadata?.namespace?.startsWith(`${site.prefix}-`))
      .map(({ data }) => Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString());
    assert.ok(logins.length > 0, 'pull Secrets of the target stay');
    for (const login of logins) assert.doesNotMatch(login, new RegExp(site.cluster.source.host));
    assertExit(await verify(site), EXIT.done);
  });

  it('that are ended cannot be taken back, nor gone on with', async () => {
    const { site } = estate;
    const { id, state } = await newestRun(site);
    assert.equal(state, 'finished');
    const outcome = await rollback(site);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', 'Nothing to roll back');
    const resumed = await inHome('resume', id, '--yes');
    assertExit(resumed, EXIT.usage);
    assertError(resumed, [`${id} is finished`]);
  });

  /** What other tests have left may still be going. */
  async function untilCleanEverywhere(): Promise<void> {
    const { source } = estate.site.cluster;
    await until('nothing refers to the source', 60, async () => {
      const { code } = await run(estate.site, ['verify', '--from', source.host]);
      return code === EXIT.done ? true : undefined;
    });
  }
});
