/** Whoever could not pull an image before a move cannot after it, whatever he names. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cronJob } from '../builders/cron-job.ts';
import { deployment } from '../builders/deployment.ts';
import { dockerConfig } from '../builders/pull-secret.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { CRON_JOBS, DEPLOYMENTS, PODS } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { jobFlags, migrate, move } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { untilStuck } from '../harness/until-ready.ts';

describe("a tenant who names another's private image", () => {
  let site: Site;
  let bank: string;
  let evil: string;
  let secret: SourceImage;
  let stuck: string;
  let outcome: Outcome;
  /** The operator may read the whole source. */
  let env: Readonly<Record<string, string>>;

  before(async () => {
    site = await openSite('hostile');
    const folder = mkdtempSync(path.join(tmpdir(), 'docker-config-'));
    writeFileSync(path.join(folder, 'config.json'), dockerConfig(sourceLogin(site.cluster)));
    env = { DOCKER_CONFIG: folder };
    [bank, evil] = await Promise.all([
      site.makeNamespace('bank', { login: sourceLogin(site.cluster) }),
      site.makeNamespace('evil'),
    ]);
    secret = await site.push({ repository: 'bank/secret', tag: '1' });
    const harmless = await site.pushElsewhere({ repository: 'harmless', tag: '1' });
    const pullSecrets = ['login'];
    const containers = { app: secret.reference };
    await site.start(deployment({ namespace: bank, name: 'ledger', pullSecrets, containers }));
    // On a node that has the image an idle pull policy would run it.
    const theirs = { namespace: evil, pullPolicy: 'Always', containers } as const;
    await site.apply(
      deployment({ ...theirs, name: 'thief' }),
      deployment({ ...theirs, name: 'asleep', replicas: 0 }),
      deployment({
        ...theirs,
        name: 'hidden',
        replicas: 0,
        containers: { app: harmless.reference },
        initContainers: { first: secret.reference },
      }),
      cronJob({ ...theirs, name: 'nightly' }),
    );
    stuck = await untilStuck(site.api, evil, 'thief-');
    outcome = await migrate(site, ['-o', 'json'], { env });
  });

  after(async () => {
    rmSync(env.DOCKER_CONFIG ?? '', { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  it("holds up nobody else's move: exit 4", async () => {
    assertExit(outcome, EXIT.partly);
    const ledger = await site.api.get(DEPLOYMENTS, { namespace: bank, name: 'ledger' });
    assert.deepEqual(imagesNamedIn(ledger?.spec), [secret.atTarget]);
  });

  it('is left alone with all that he named it in, with the reason and the ways out', () => {
    const { plan } = JSON.parse(outcome.stdout) as {
      plan: { leftAlone: { workload: { name: string }; code: string; reason: string }[] };
    };
    const closed = plan.leftAlone.filter(({ code }) => code === 'closed');
    assert.deepEqual(closed.map(({ workload }) => workload.name).toSorted(), [
      'asleep',
      'hidden',
      'nightly',
      'thief',
    ]);
    for (const { reason } of closed) {
      assert.match(reason, new RegExp(`^none of its logins can pull ${secret.reference} from the source`));
      assert.match(reason, new RegExp(`--open ${evil}/`));
    }
  });

  it('is refused after the move as before it', async () => {
    assert.equal(await untilStuck(site.api, evil, 'thief-'), stuck);
    const thief = await site.api.get(DEPLOYMENTS, { namespace: evil, name: 'thief' });
    const nightly = await site.api.get(CRON_JOBS, { namespace: evil, name: 'nightly' });
    assert.deepEqual(imagesNamedIn([thief?.spec, nightly?.spec]), [secret.reference, secret.reference]);
    const pods = await site.api.list(PODS, evil);
    assert.ok(pods.every(({ status }) => status?.phase === 'Pending'));
  });

  it('is refused alone too: nothing is copied for him', async () => {
    const alone = { env, namespaces: evil, to: `${site.cluster.target.host}/${site.prefix}/alone` };
    const copied = await move(site, ['copy', '--yes', ...jobFlags(site), '-o', 'name'], alone);
    assertExit(copied, EXIT.partly);
    assert.equal(copied.stdout, '');
  });

  it('gets it from the operator alone, who opens it by name', async () => {
    const wrong = await migrate(site, ['--open', `${evil}/deployment/theif`], { env });
    assertExit(wrong, EXIT.usage);
    assertError(wrong, [`${evil}/deployment/theif`]);
    assertNextStep(wrong, `${evil}/deployment.apps/thief`);
    const opened = await migrate(site, ['--open', `${evil}/deployment/thief`], { env });
    assertExit(opened, EXIT.partly);
    const thief = await site.api.get(DEPLOYMENTS, { namespace: evil, name: 'thief' });
    assert.deepEqual(imagesNamedIn(thief?.spec), [secret.atTarget]);
    const asleep = await site.api.get(DEPLOYMENTS, { namespace: evil, name: 'asleep' });
    assert.deepEqual(imagesNamedIn(asleep?.spec), [secret.reference]);
  });
});
