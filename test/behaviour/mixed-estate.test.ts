/** Everything at once that one estate may have; afterwards every pod can start anew on nodes that know none of the images. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KubernetesObject } from '../../src/domain/kubernetes/object.ts';
import { podSpecOf } from '../../src/domain/workload-kinds/workload-kind-of.ts';
import { ROBOTS } from '../support/harbor.ts';
import { randomLayer } from '../support/image-layers.ts';
import { manifestDigest, type PushedImage, pushImage } from '../support/push-image.ts';
import { deployment, type DeploymentShape } from './builders/deployment.ts';
import { dockerConfig, pullSecret } from './builders/pull-secret.ts';
import { DEPLOYMENTS } from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback } from './harness/product.ts';
import { restartPods } from './harness/restart-pods.ts';
import { runningImages } from './harness/running-images.ts';
import { openSite, type Site, type SourceImage, sourceLogin } from './harness/site.ts';
import { everythingRestorable, type Snapshot } from './harness/snapshot.ts';
import { loginsIn } from './logins/logins-in.ts';

const MOVED = { move: 'yes' };

describe('an estate with an operator, an index, two target hosts, and two robots on one host', () => {
  let site: Site;
  let shop: string;
  let ops: string;
  let folder: string;
  let asItWas: Snapshot;
  let images: Record<'operator' | 'solver' | 'single' | 'index' | 'paid', SourceImage>;
  let old: PushedImage;
  let stays: PushedImage;

  before(async () => {
    site = await openSite('mixed');
    const { harbor } = site.cluster;
    const login = { ...sourceLogin(site.cluster), [harbor.host]: ROBOTS.old };
    [shop, ops] = await Promise.all([
      site.makeNamespace('shop', { login }),
      site.makeNamespace('ops', { login }),
    ]);
    const layers = [randomLayer(200)];
    const base = site.cluster.baseLayer ?? false;
    const atOld = async (name: string): Promise<PushedImage> =>
      pushImage(harbor, { repository: `${site.prefix}/old/${name}`, tag: '1', base });
    images = {
      operator: await site.push({ repository: 'operator', tag: '1' }),
      solver: await site.push({ repository: 'solver', tag: '1' }),
      single: await site.push({ repository: 'a-copy', tag: '1', layers }),
      index: await site.push({
        repository: 'web',
        tag: '1',
        layers,
        platforms: ['linux/amd64', 'linux/arm64'],
      }),
      paid: await site.push({ repository: 'paid/api', tag: '1' }),
    };
    [old, stays] = [await atOld('worker'), await atOld('stays')];
    const start = async (name: string, app: string, more: Partial<DeploymentShape> = {}): Promise<void> => {
      const shape = { namespace: shop, labels: MOVED, pullSecrets: ['login'], containers: { app }, ...more };
      await site.start(deployment({ name, ...shape }));
    };
    // The node knows the content by its own name before it does by that of the index.
    await start('copy', images.single.reference, { replicas: 2 });
    await start('web', images.index.reference, { replicas: 2 });
    await start('api', images.paid.reference);
    await start('worker', old.reference);
    await start('stays', stays.reference, { labels: {} });
    const env = [{ name: 'RELATED_IMAGE_SOLVER', value: images.solver.reference }];
    await start('operator', images.operator.reference, { namespace: ops, container: { env } });
    folder = mkdtempSync(path.join(tmpdir(), 'mixed-estate-'));
    const { source } = site.cluster;
    const rules = [
      { from: `${source.host}/${site.prefix}/paid`, to: `${harbor.host}/${site.prefix}/new/paid` },
      { from: `${harbor.host}/${site.prefix}/old`, to: `${harbor.host}/${site.prefix}/new` },
    ];
    writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ rules }));
    const movers = { [`${harbor.host}/${site.prefix}/new`]: ROBOTS.new };
    writeFileSync(path.join(folder, 'config.json'), dockerConfig(movers));
    const keys = await site.makeNamespace('keys');
    await site.apply(
      pullSecret(
        { namespace: keys, name: 'pullers' },
        {
          [site.cluster.target.host]: site.cluster.target.puller,
          [`${harbor.host}/${site.prefix}/new`]: ROBOTS.newPuller,
        },
      ),
    );
    asItWas = await everythingRestorable(site);
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  it('has pods that report the manifest of their platform', async () => {
    const reported = (await runningImages(site.api, shop, 'web')).map(({ digest }) => digest);
    assert.deepEqual(reported, [images.single.digest, images.single.digest]);
  });

  it('is moved whole, each image to its place', async () => {
    const { harbor, target, source } = site.cluster;
    const places = ['--rules', path.join(folder, 'rules.yaml'), '-l', 'move=yes'];
    const logins = ['--pull-secret', `${site.in('keys')}/pullers`, '--registry-secret', `${shop}/login`];
    const outcome = await migrate(
      site,
      [...places, ...logins, '--rewrite-mentions', '--registry-ca', `${harbor.host}=${harbor.caFile}`],
      {
        pullLogin: 'none',
        from: [source.host, `${harbor.host}/${site.prefix}/old`],
        env: { DOCKER_CONFIG: folder },
      },
    );
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stderr', /Nothing .*refers to the source any more/);
    assert.deepEqual(await solverOfOperator(), images.solver.atTarget);
    assert.equal(await manifestDigest(target, images.solver.repository, '1'), images.solver.digest);
    assert.equal(await manifestDigest(target, images.index.repository, '1'), images.index.digest);
    assert.equal(await manifestDigest(harbor, `${site.prefix}/new/paid/api`, '1'), images.paid.digest);
    assert.equal(await manifestDigest(harbor, `${site.prefix}/new/worker`, '1'), old.digest);
    assert.deepEqual(
      await loginsIn(site, shop),
      [
        `${source.username} at ${source.host}`,
        `${ROBOTS.old.username} at ${harbor.host}`,
        `${target.puller.username} at ${target.host}`,
        ...['new', 'new/paid'].map(
          (project) => `${ROBOTS.newPuller.username} at ${harbor.host}/${site.prefix}/${project}`,
        ),
      ].toSorted(),
    );
  });

  it('starts every pod anew on nodes without the images', async () => {
    await startAnew();
    const { host } = site.cluster.harbor;
    const atNew = (name: string): string => `${host}/${site.prefix}/new/${name}:1`;
    const twice = [images.single.atTarget, images.index.atTarget];
    assert.deepEqual(
      await running(shop),
      [...twice, ...twice, atNew('paid/api'), atNew('worker'), stays.reference].toSorted(),
    );
    assert.deepEqual(await running(ops), [images.operator.atTarget]);
  });

  it('goes back byte for byte, and starts every pod anew then too', async () => {
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), asItWas);
    assert.deepEqual(await solverOfOperator(), images.solver.reference);
    await startAnew();
    assert.deepEqual(await running(ops), [images.operator.reference]);
  });

  /** What its environment says. */
  async function solverOfOperator(): Promise<string | undefined> {
    const object = await site.api.get(DEPLOYMENTS, { namespace: ops, name: 'operator' });
    const { containers = [] } = (object && podSpecOf(object as KubernetesObject)) ?? {};
    return containers[0]?.env?.[0]?.value;
  }

  async function startAnew(): Promise<void> {
    await site.cluster.dropImages(site.prefix);
    for (const namespace of [shop, ops]) await restartPods(site.api, namespace);
  }

  async function running(namespace: string): Promise<string[]> {
    const pods = await runningImages(site.api, namespace);
    assert.ok(pods.every(({ ready }) => ready));
    return pods.map(({ image }) => image).toSorted();
  }
});
