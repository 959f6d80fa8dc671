/** However a copy ends, none of its Secrets is left without a Job that ends it, and those of a copy that is over go at once. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { namespace as namespaceObject } from '../builders/namespace.ts';
import { startGatedRegistry, type GatedRegistry } from '../harness/gated-registry.ts';
import { JOBS, RESOURCE_QUOTAS, SECRETS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, type MoveOptions, rollback, run } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { newestRun } from '../harness/runs.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';
import { theCluster } from '../harness/the-cluster.ts';

describe('the Secrets of a copy', () => {
  let site: Site;
  let namespace: string;
  let gate: GatedRegistry;
  let slowly: string;

  before(async function () {
    const { reachedAs } = await theCluster();
    if (reachedAs('gate', 1) === undefined) this.skip();
  });

  beforeEach(async () => {
    site = await openSite('ends');
    gate = await startGatedRegistry(site.cluster, 'ends');
    const { username, password } = site.cluster.source;
    const auths = { ...sourceLogin(site.cluster), [gate.host]: { username, password } };
    namespace = await site.makeNamespace('shop', { login: auths });
    const slow = await site.push({ repository: 'slow', tag: '1', layers: [100_000] });
    slowly = slow.reference.replace(site.cluster.source.host, gate.host);
    const place = { namespace, pullSecrets: ['login'], replicas: 0 };
    await site.start(deployment({ ...place, name: 'slow', containers: { app: slowly } }));
  });

  afterEach(async () => {
    await gate[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  it('are gone with the Job when it has succeeded', async () => {
    gate.open();
    assertExit(await migrateThroughGate(), EXIT.done);
    assert.deepEqual(await left(), { secrets: [], jobs: 0 });
  });

  it('are gone when it has failed, and the Job stays for its log', async () => {
    gate.open();
    const copierImage = `${site.cluster.plain.host}/no-such-engine@sha256:${'0'.repeat(64)}`;
    assertExit(await migrateThroughGate({ copierImage }), EXIT.partly);
    assert.deepEqual(await left(), { secrets: [], jobs: 1 });
  });

  it('are gone when it was given up', async () => {
    gate.open();
    await site.define(namespaceObject(site.copyNamespace));
    const quota = { namespace: site.copyNamespace, name: 'full' };
    await site.apply(buildable(RESOURCE_QUOTAS, { metadata: quota, spec: { hard: { pods: '0' } } }));
    assertExit(await migrateThroughGate({}, ['--copy-timeout', '3s']), EXIT.failed);
    assert.deepEqual(await left(), { secrets: [], jobs: 1 });
  });

  it('stay with a Job that goes on after an interrupt, and are its own: they go with it', async () => {
    assertExit(await migrateThroughGate({ interruptAfter: gate.reached }), EXIT.interrupted);
    await assertOwned();
    const [job] = await site.api.list(JOBS, site.copyNamespace);
    await site.api.delete(JOBS, { namespace: site.copyNamespace, name: job?.metadata?.name ?? '' });
    await until('the Secrets are gone', 60, async () =>
      (await site.api.list(SECRETS, site.copyNamespace)).length === 0 ? true : undefined,
    );
  });

  it('are owned also where the process was killed', async () => {
    let kill: (signal: NodeJS.Signals) => void = () => undefined;
    const killed = gate.reached.then(() => {
      kill('SIGKILL');
    });
    await migrateThroughGate({ onStart: (send) => (kill = send) });
    await killed;
    await assertOwned();
  });

  it('are removed by rollback, with the Job that still runs', async () => {
    assertExit(await migrateThroughGate({ interruptAfter: gate.reached }), EXIT.interrupted);
    const { id } = await newestRun(site);
    assertExit(await rollback(site, [id]), EXIT.done);
    assert.deepEqual(await left(), { secrets: [], jobs: 0 });
  });

  it('are removed by finish, with the Job that still runs', async () => {
    assertExit(await migrateThroughGate({ interruptAfter: gate.reached }), EXIT.interrupted);
    const flags = [
      '--yes',
      '--from',
      'nothing.example',
      '--ignore-not-found',
      '--copy-namespace',
      site.copyNamespace,
    ];
    // What others have moved elsewhere in the cluster is left to them.
    const { code } = await run(site, ['finish', ...flags]);
    assert.ok(code === EXIT.done || code === EXIT.partly, `exit ${String(code)}`);
    assert.deepEqual(await left(), { secrets: [], jobs: 0 });
  });

  async function migrateThroughGate(
    options: MoveOptions = {},
    more: readonly string[] = [],
  ): Promise<Outcome> {
    const args = ['--registry-tls', `${gate.host}=disabled`, ...more];
    return migrate(site, args, { ...options, from: [gate.host] });
  }

  /** What is there and not being deleted. */
  async function left(): Promise<{ readonly secrets: readonly string[]; readonly jobs: number }> {
    const [secrets, jobs] = [
      await site.api.list(SECRETS, site.copyNamespace),
      await site.api.list(JOBS, site.copyNamespace),
    ].map((list) => list.filter(({ metadata }) => metadata?.deletionTimestamp === undefined));
    return { secrets: secrets?.map(({ metadata }) => metadata?.name ?? '') ?? [], jobs: jobs?.length ?? 0 };
  }

  async function assertOwned(): Promise<void> {
    const [job] = await site.api.list(JOBS, site.copyNamespace);
    assert.ok(job?.spec?.ttlSecondsAfterFinished, 'the Job is gone some time after its end');
    const secrets = await site.api.list(SECRETS, site.copyNamespace);
    assert.equal(secrets.length, 1);
    const owners = secrets.flatMap(({ metadata }) => metadata?.ownerReferences ?? []);
    assert.deepEqual(
      owners.map(({ uid }) => uid),
      [job.metadata?.uid],
    );
  }
});
