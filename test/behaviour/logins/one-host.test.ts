/** Source and target on one host, with a robot account for each project: whoever stays keeps the login that he pulls with. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROBOTS } from '../../support/harbor.ts';
import { pushImage, type PushedImage } from '../../support/push-image.ts';
import { deployment } from '../builders/deployment.ts';
import { dockerConfig, pullSecret } from '../builders/pull-secret.ts';
import { assertError, assertExit, assertNextStep, assertSays, EXIT } from '../harness/outcome.ts';
import { migrate, type MoveOptions, rollback, verify } from '../harness/product.ts';
import { restartPods } from '../harness/restart-pods.ts';
import type { Outcome } from '../harness/run-product.ts';
import { runningImages } from '../harness/running-images.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingRestorable, everythingWritten } from '../harness/snapshot.ts';
import { loginsIn } from './logins-in.ts';

const OWN = { login: 'none', pullLogin: 'none' } as const;

describe('source and target on one host with a robot for each project', () => {
  let site: Site;
  let shop: string;
  let host: string;
  let folder: string;
  let web: PushedImage;
  let stays: PushedImage;
  let elsewhere: SourceImage;

  before(async () => {
    site = await openSite('one-host');
    const { harbor } = site.cluster;
    ({ host } = harbor);
    const login = { [host]: ROBOTS.old, ...sourceLogin(site.cluster) };
    shop = await site.makeNamespace('shop', { login });
    const push = async (name: string): Promise<PushedImage> =>
      pushImage(harbor, {
        repository: `${site.prefix}/old/${name}`,
        tag: '1',
        base: site.cluster.baseLayer ?? false,
      });
    web = await push('web');
    stays = await push('stays');
    elsewhere = await site.push({ repository: 'new/other', tag: '1' });
    const place = { namespace: shop, pullSecrets: ['login'], pullPolicy: 'Always' } as const;
    await site.start(
      deployment({ ...place, name: 'web', labels: { move: 'yes' }, containers: { app: web.reference } }),
      deployment({ ...place, name: 'stays', containers: { app: stays.reference } }),
      deployment({
        ...place,
        name: 'other',
        labels: { move: 'yes' },
        containers: { app: elsewhere.reference },
      }),
    );
    folder = mkdtempSync(path.join(tmpdir(), 'one-host-'));
    writeFileSync(
      path.join(folder, 'config.json'),
      dockerConfig({ [`${host}/${site.prefix}/new`]: ROBOTS.new }),
    );
    const rules = [{ from: `${host}/${site.prefix}/old`, to: `${host}/${site.prefix}/new` }];
    writeFileSync(path.join(folder, 'rules.yaml'), JSON.stringify({ rules }));
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  it('adds the new login under its path, and takes none away', async () => {
    const asItWas = await everythingRestorable(site);
    const outcome = await fromOldToNew(['--registry-secret', `${shop}/login`]);
    assertExit(outcome, EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), [...loginsBefore(), added()].toSorted());
    await restartPods(site.api, shop);
    const images = (await runningImages(site.api, shop)).map(({ image }) => image);
    assert.ok(images.includes(`${host}/${site.prefix}/new/web:1`), images.join());
    assert.ok(images.includes(stays.reference), images.join());
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site), asItWas);
    await restartPods(site.api, shop);
  });

  it('gives a Secret of its own beside the other where none is named', async () => {
    assertExit(await fromOldToNew([]), EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), [...loginsBefore(), added()].toSorted());
    await restartPods(site.api, shop);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await loginsIn(site, shop), loginsBefore());
  });

  it('is refused at plan time where both robots would have one key, and nothing is written', async () => {
    const asItWas = await everythingWritten(site);
    for (const dry of [[], ['--dry-run']]) {
      const outcome = await toWholeHost([...dry, '--registry-secret', `${shop}/login`]);
      assertExit(outcome, EXIT.usage);
      assertError(outcome, [`${shop}/login`, stays.reference]);
      assertNextStep(outcome, /--registry-secret|--to/);
    }
    assert.deepEqual(await everythingWritten(site), asItWas);
  });

  it('goes with a Secret of its own also then: the kubelet tries both', async () => {
    assertExit(await toWholeHost([]), EXIT.done);
    await restartPods(site.api, shop);
    assertExit(await verify(site), EXIT.done);
    assertExit(await rollback(site), EXIT.done);
  });

  it('keeps the login that an earlier move gave to pods, where another one for the key opens less', async () => {
    assertExit(await toWholeHost([]), EXIT.done);
    const login = sourceLogin(site.cluster);
    await site.apply(pullSecret({ namespace: shop, name: 'source-only' }, login));
    const late = { namespace: shop, name: 'late', labels: { move: 'yes' }, pullSecrets: ['source-only'] };
    await site.start(deployment({ ...late, containers: { app: elsewhere.reference } }));
    const asItWas = await everythingWritten(site);
    const outcome = await migrateAs(ROBOTS.old, []);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', /registry-switch-target cannot hold both.*--pull-secret-name/);
    assert.deepEqual(await everythingWritten(site), asItWas);
    await restartPods(site.api, shop);
  });

  it('switches nothing to images that the login for pods does not open', async () => {
    const asItWas = await everythingWritten(site);
    const outcome = await migrateAs(ROBOTS.old, ['--pull-secret-name', 'another']);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', 'the login for pods cannot pull it');
    assert.deepEqual(await everythingWritten(site), asItWas);
    assertExit(await migrateAs(ROBOTS.newPuller, []), EXIT.done);
    await restartPods(site.api, shop);
  });

  function loginsBefore(): string[] {
    const { source } = site.cluster;
    return [`${source.username} at ${source.host}`, `${ROBOTS.old.username} at ${host}`].toSorted();
  }

  function added(): string {
    return `${ROBOTS.newPuller.username} at ${host}/${site.prefix}/new`;
  }

  async function fromOldToNew(args: string[]): Promise<Outcome> {
    const rules = ['--rules', path.join(folder, 'rules.yaml')];
    return moved([...rules, ...args], {
      from: [`${host}/${site.prefix}/old`],
      to: `${host}/${site.prefix}/new`,
    });
  }

  async function toWholeHost(args: string[]): Promise<Outcome> {
    return moved(args, { to: host });
  }

  async function moved(args: string[], options: MoveOptions): Promise<Outcome> {
    return migrateAs(ROBOTS.newPuller, args, options);
  }

  async function migrateAs(
    puller: { readonly username: string; readonly password: string },
    args: string[],
    options: MoveOptions = { to: host },
  ): Promise<Outcome> {
    const { caFile } = site.cluster.harbor;
    const flags = [
      '-l',
      'move=yes',
      '--registry-ca',
      `${host}=${caFile}`,
      '--pull-username',
      puller.username,
    ];
    const env = { DOCKER_CONFIG: folder, REGISTRY_SWITCH_PULL_PASSWORD: puller.password };
    return migrate(site, [...flags, ...args], { ...OWN, ...options, env });
  }
});
