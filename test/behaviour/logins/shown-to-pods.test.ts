/** No workload changes before the target was asked with the login of its pods, and has shown it every image. */
import assert from 'node:assert/strict';
import { cronJob } from '../builders/cron-job.ts';
import { deployment } from '../builders/deployment.ts';
import { pullSecret } from '../builders/pull-secret.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { CRON_JOBS, NAMESPACES } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { migrate, type MoveOptions, move } from '../harness/product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingWritten } from '../harness/snapshot.ts';
import { switchedWorkloads } from '../harness/switch-outcomes.ts';
import { isReal } from '../harness/the-cluster.ts';
import { loginsIn } from './logins-in.ts';

interface Scene extends AsyncDisposable {
  readonly site: Site;
  readonly shop: string;
  readonly app: SourceImage;
}

/** What starts no pod by itself: nothing but the tool tells whether its pods could pull. */
async function openScene(name: string): Promise<Scene> {
  const site = await openSite(name);
  const shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const app = await site.push({ repository: 'app', tag: '1' });
  const place = { namespace: shop, pullSecrets: ['login'], containers: { app: app.reference } };
  await site.apply(
    cronJob({ ...place, name: 'nightly' }),
    deployment({ ...place, name: 'asleep', replicas: 0 }),
  );
  return { site, shop, app, [Symbol.asyncDispose]: async () => site[Symbol.asyncDispose]() };
}

describe('the login that pods get', () => {
  it('is tried before anything is written: a wrong password is exit 1, for plan as well', async () => {
    await using scene = await openScene('typo');
    const { site } = scene;
    const asItWas = await everythingWritten(site);
    const typo = { env: { REGISTRY_SWITCH_PULL_PASSWORD: 'tpyo' } };
    for (const outcome of [await migrate(site, [], typo), await move(site, ['plan'], typo)]) {
      assertExit(outcome, EXIT.failed);
      assertError(outcome, [site.cluster.target.host, site.cluster.target.puller.username, 'login for pods']);
      assertNextStep(outcome, '--pull-username');
      assert.doesNotMatch(outcome.stdout + outcome.stderr, /tpyo/);
    }
    assert.deepEqual(await everythingWritten(site), asItWas);
    assert.equal(await site.api.get(NAMESPACES, { name: site.copyNamespace }), undefined);
  });
});

describe('a target that shows images to some logins only (sandbox only)', () => {
  // The registry of a real cluster gives every user all repositories.
  if (isReal()) return;

  it('leaves alone whose login for pods it denies them to', async () => {
    await using scene = await openScene('denied');
    refuse(scene.site, 'puller', 403);
    await assertLeftAlone(scene, {}, /the login for pods cannot pull it .*--pull-username/);
    assert.deepEqual(await loginsIn(scene.site, scene.shop), [ofSource(scene.site)]);
  });

  it('leaves alone whose own login it hides them from, and gives them the other the next time', async () => {
    await using scene = await openScene('hidden');
    const { site, shop } = scene;
    const { host, puller, username } = site.cluster.target;
    const both = { ...sourceLogin(site.cluster), [host]: puller };
    await site.apply(pullSecret({ namespace: shop, name: 'login' }, both));
    refuse(site, 'puller', 404);
    const shared = { pullLogin: 'none', args: ['--share-push-login'] } as const;
    await assertLeftAlone(scene, shared, /its own pull Secrets cannot pull it .*run the command again/);
    assertExit(await migrate(site, shared.args, shared), EXIT.done);
    assert.ok((await loginsIn(site, shop)).includes(`${username} at ${host}`));
  });

  it('leaves alone who has no login as it seemed open, and asks for one the next time', async () => {
    await using scene = await openScene('seems-open');
    const { site } = scene;
    refuse(site, 'nobody', 404);
    await assertLeftAlone(
      scene,
      { pullLogin: 'none' },
      /it cannot be pulled without a login .*--pull-username/,
    );
    const again = await migrate(site, [], { pullLogin: 'none' });
    assertExit(again, EXIT.usage);
    assertError(again, ['can push']);
    assertExit(await migrate(site), EXIT.done);
  });
});

async function assertLeftAlone(
  { site, shop, app }: Scene,
  { args = [], ...options }: MoveOptions & { readonly args?: readonly string[] },
  why: RegExp,
): Promise<void> {
  const outcome = await migrate(site, ['-o', 'json', ...args], options);
  assertExit(outcome, EXIT.partly);
  const workloads = switchedWorkloads(outcome);
  for (const name of ['nightly', 'asleep']) {
    const { outcome: result, message } = workloads[name] ?? assert.fail(`nothing is said of ${name}`);
    assert.equal(result, 'left-alone');
    assert.match(message, why);
  }
  const nightly = await site.api.get(CRON_JOBS, { namespace: shop, name: 'nightly' });
  assert.deepEqual(imagesNamedIn(nightly?.spec), [app.reference]);
}

function ofSource({ cluster: { source } }: Site): string {
  return `${source.username} at ${source.host}`;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Somebody whom the target lets in, and to whom it shows nothing: Harbor's robots of another project, Artifactory's strangers. */
function refuse({ cluster, prefix }: Site, who: 'puller' | 'nobody', status: 403 | 404): void {
  const { username, password } = cluster.target.puller;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const useless = `useless-${prefix}`;
  const token = JSON.stringify({ token: useless, access_token: useless, expires_in: 300 });
  const errors = JSON.stringify({ errors: [{ code: status === 403 ? 'DENIED' : 'NAME_UNKNOWN' }] });
  cluster.setRegistryFaults?.(prefix, (registry, { url, headers: { authorization }, body }) => {
    if (registry !== 'target') return undefined;
    if (!url.pathname.endsWith('/token')) {
      return authorization === `Bearer ${useless}` ? { status, headers: JSON_TYPE, body: errors } : undefined;
    }
    const isPuller = authorization === basic || body.toString().includes(`username=${username}`);
    const isNobody = authorization === undefined && body.length === 0;
    const isMeant = who === 'puller' ? isPuller : isNobody;
    return isMeant ? { status: 200, headers: JSON_TYPE, body: token } : undefined;
  });
}
