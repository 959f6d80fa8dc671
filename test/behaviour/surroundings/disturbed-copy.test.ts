/** Whatever happens in the middle of a copy: it goes on or can be gone on with, and no workload notices. */
import assert from 'node:assert/strict';
import { until } from '../../cluster/deadline.ts';
import { manifestDigest } from '../../support/push-image.ts';
import { buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { namespace as namespaceObject } from '../builders/namespace.ts';
import { copyPodsSeen } from '../harness/copy-pods.ts';
import { startGatedRegistry, type GatedRegistry } from '../harness/gated-registry.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS, JOBS, PODS, RESOURCE_QUOTAS, SECRETS } from '../harness/kinds.ts';
import { nameOf } from '../harness/kube-api.ts';
import { assertError, assertExit, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, type MoveOptions } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { theCluster } from '../harness/the-cluster.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { watchObjects } from '../harness/watch-objects.ts';

describe('a copy that is disturbed in its middle', () => {
  let site: Site;
  let namespace: string;
  let web: SourceImage;
  let slow: SourceImage;
  let gate: GatedRegistry;

  before(async function () {
    const { reachedAs } = await theCluster();
    if (reachedAs('gate', 1) === undefined) this.skip();
  });

  beforeEach(async () => {
    site = await openSite('disturbed');
    gate = await startGatedRegistry(site.cluster, 'slow');
    const { username, password } = site.cluster.source;
    const auths = { ...sourceLogin(site.cluster), [gate.host]: { username, password } };
    namespace = await site.makeNamespace('shop', { login: auths });
    web = await site.push({ repository: 'web', tag: '1' });
    slow = await site.push({ repository: 'slow', tag: '1', layers: [100_000] });
    const place = { namespace, pullSecrets: ['login'] };
    const slowly = slow.reference.replace(site.cluster.source.host, gate.host);
    await site.start(
      deployment({ ...place, name: 'web', containers: { app: web.reference } }),
      deployment({ ...place, name: 'slow', replicas: 0, containers: { app: slowly } }),
    );
  });

  afterEach(async () => {
    await gate[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
  });

  it('by the deletion of its pod: another pod does the work, exit 0', async () => {
    await using readiness = await watchReadiness(site, [namespace]);
    await using copying = await watchObjects(site.api, { kind: PODS, namespace: site.copyNamespace });
    const migration = migrateThroughGate();
    await Promise.race([gate.reached, migration]);
    for (const pod of await site.api.list(PODS, site.copyNamespace)) await site.api.delete(PODS, nameOf(pod));
    gate.open();
    assertExit(await migration, EXIT.done);
    readiness.assertNothingWentDown();
    assert.ok(copyPodsSeen(copying.events).length > 1, 'a second pod was seen');
    await assertMoved();
  });

  it('by an interrupt: exit 130, no workload is touched; the next run does all of it', async () => {
    const before = await everythingWritten(site);
    const interrupted = await migrateThroughGate({ interruptAfter: gate.reached });
    assertExit(interrupted, EXIT.interrupted);
    assertError(interrupted, [/interrupt|stopp|cancel/i]);
    assert.deepEqual(await everythingWritten(site), before);
    gate.open();
    await until('no pod copies any more', 60, async () => {
      const pods = await site.api.list(PODS, site.copyNamespace);
      const running = pods.some(({ status }) => ['Pending', 'Running'].includes(status?.phase ?? ''));
      return running ? undefined : true;
    });
    assertExit(await migrateThroughGate(), EXIT.done);
    await assertMoved();
    const secrets = await site.api.list(SECRETS, site.copyNamespace);
    assert.deepEqual(
      secrets.map(({ metadata }) => metadata?.name),
      [],
      'Secrets of the copy are gone',
    );
  });

  it('by an interrupt: the next run takes up the Job that still runs', async () => {
    await using jobs = await watchObjects(site.api, { kind: JOBS, namespace: site.copyNamespace });
    assertExit(await migrateThroughGate({ interruptAfter: gate.reached }), EXIT.interrupted);
    const outcome = await migrateThroughGate({
      onStderr: (text) => {
        if (text.includes('continuing with the Job')) gate.open();
      },
    });
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', `${slow.atTarget}: copied`);
    assert.equal(new Set(jobs.events.map(({ object }) => object.metadata?.uid)).size, 1, 'one Job was seen');
    await assertMoved();
  });

  it('by an image of the engine that cannot be pulled: exit 4 with the reason, no workload is touched', async () => {
    const before = await everythingWritten(site);
    const copierImage = `${site.cluster.plain.host}/no-such-engine@sha256:${'0'.repeat(64)}`;
    const outcome = await migrateThroughGate({ copierImage });
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stderr', copierImage);
    assert.deepEqual(await everythingWritten(site), before);
  });

  it('by a quota that lets no pod start: it is given up with the reason, and done once there is room', async () => {
    const before = await everythingWritten(site);
    gate.open();
    await site.define(namespaceObject(site.copyNamespace));
    const quota = { namespace: site.copyNamespace, name: 'full' };
    await site.apply(buildable(RESOURCE_QUOTAS, { metadata: quota, spec: { hard: { pods: '0' } } }));
    const outcome = await migrateThroughGate({}, ['--copy-timeout', '5s']);
    assertExit(outcome, EXIT.failed);
    assertError(outcome, [/no pod of the copy has run for 5s: .*exceeded quota/]);
    assert.deepEqual(await everythingWritten(site), before);
    await site.api.delete(RESOURCE_QUOTAS, quota);
    assertExit(await migrateThroughGate(), EXIT.done);
    await assertMoved();
  });

  async function migrateThroughGate(
    options: MoveOptions = {},
    more: readonly string[] = [],
  ): Promise<Outcome> {
    const args = ['--registry-tls', `${gate.host}=disabled`, ...more];
    return migrate(site, args, { ...options, from: [site.cluster.source.host, gate.host] });
  }

  async function assertMoved(): Promise<void> {
    for (const [name, { atTarget, repository, digest }] of [['web', web] as const, ['slow', slow] as const]) {
      const found = await site.api.get(DEPLOYMENTS, { namespace, name });
      assert.deepEqual(imagesNamedIn(found?.spec), [atTarget]);
      assert.equal(await manifestDigest(site.cluster.target, repository, '1'), digest);
    }
  }
});
