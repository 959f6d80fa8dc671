/** Somebody who may push to the target puts another image in the place of one that was copied. */
import assert from 'node:assert/strict';
import { manifestDigest, pushImage } from '../../support/push-image.ts';
import { deployment, type DeploymentShape } from '../builders/deployment.ts';
import type { Buildable } from '../builders/buildable.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate, resume } from '../harness/product.ts';
import { newestRun } from '../harness/runs.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { runningImages } from '../harness/running-images.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { switchedWorkloads } from '../harness/switch-outcomes.ts';
import { migrateMeanwhile } from './meanwhile.ts';

describe('an image at the target that somebody pushes over while the move is under way', () => {
  let site: Site;
  let strange: string;

  before(async () => {
    site = await openSite('over');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is given to no workload that is switched afterwards: exit 4', async () => {
    const { namespace, web } = await scene('proof');
    const outcome = await migrateMeanwhile(site, {
      namespaces: namespace,
      before: { namespace, name: 'pilot' },
      happens: async () => pushOver(web),
    });
    assertExit(outcome, EXIT.partly);
    const { web: result } = switchedWorkloads(outcome);
    assert.equal(result?.outcome, 'left-alone');
    assert.match(result.message, new RegExp(`${web.atTarget} was overwritten .*${strange}`));
    await assertRuns(namespace, web.reference, web.digest);
  });

  it('is taken back where a pod has pulled it after the patch: exit 1', async () => {
    const { namespace, web, asItWas } = await scene('pull');
    await using readiness = await watchReadiness(site, [namespace]);
    const outcome = await migrateMeanwhile(site, {
      namespaces: namespace,
      before: { namespace, name: 'web' },
      happens: async () => pushOver(web),
    });
    readiness.assertNothingWentDown();
    assertExit(outcome, EXIT.failed);
    const { web: result } = switchedWorkloads(outcome);
    assert.equal(result?.outcome, 'rolled-back');
    assert.match(result.message, new RegExp(`container app runs ${strange} .*${web.digest} was proven`));
    assert.match(result.evidence?.join('\n') ?? '', new RegExp(`pod web-.*runs ${strange}`));
    await assertRuns(namespace, web.reference, web.digest);
    assert.deepEqual(await specOf(namespace), asItWas);
  });

  it('does no harm where images are pinned: the right one runs, exit 0', async () => {
    const { namespace, web } = await scene('pinned');
    const outcome = await migrateMeanwhile(site, {
      namespaces: namespace,
      pin: 'always',
      before: { namespace, name: 'pilot' },
      happens: async () => pushOver(web),
    });
    assertExit(outcome, EXIT.done);
    assert.equal(await manifestDigest(site.cluster.target, web.repository, '1'), strange);
    await assertRuns(namespace, `${web.atTarget}@${web.digest}`, web.digest);
  });

  it('does no harm where pods pull it after the patch, by its digest', async () => {
    const { namespace, web } = await scene('late');
    const outcome = await migrateMeanwhile(site, {
      namespaces: namespace,
      pin: 'auto',
      pullLogin: 'none',
      args: ['--share-push-login'],
      before: { namespace, name: 'web' },
      happens: async () => pushOver(web),
    });
    assertExit(outcome, EXIT.done);
    await assertRuns(namespace, `${web.atTarget}@${web.digest}`, web.digest);
  });

  it('is taken back too when the run was killed before it could look, and is resumed', async () => {
    const { namespace, web, asItWas } = await scene('killed', 'web');
    let kill: (signal: NodeJS.Signals) => void = () => undefined;
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ method, path }) => {
        if (method === 'PATCH' && path.endsWith('/deployments/web')) await pushOver(web);
      },
      fault: (kind) =>
        kind === 'PATCH deployments'
          ? {
              kind: 'lost answer',
              onAnswer: () => {
                kill('SIGKILL');
              },
            }
          : undefined,
    });
    const killed = await migrate(site, ['--server', proxy.url], {
      namespaces: namespace,
      onStart: (stop) => {
        kill = stop;
      },
    });
    assert.equal(killed.code, null);
    const { id } = await newestRun(site);
    const resumed = await resume(site, id, ['-o', 'json']);
    assertExit(resumed, EXIT.failed);
    assert.equal(switchedWorkloads(resumed).web?.outcome, 'rolled-back');
    await assertRuns(namespace, web.reference, web.digest);
    assert.deepEqual(await specOf(namespace), asItWas);
  });

  interface Scene {
    readonly namespace: string;
    readonly web: SourceImage;
    readonly asItWas: unknown;
  }

  async function scene(name: string, only?: 'web'): Promise<Scene> {
    const namespace = await site.makeNamespace(name, { login: sourceLogin(site.cluster) });
    const pilot = await site.push({ repository: `${name}/pilot`, tag: '1' });
    const web = await site.push({ repository: `${name}/web`, tag: '1' });
    const start = (shape: Pick<DeploymentShape, 'name' | 'replicas' | 'containers'>): Buildable =>
      deployment({ namespace, pullSecrets: ['login'], ...shape });
    await site.start(
      ...(only === 'web' ? [] : [start({ name: 'pilot', containers: { app: pilot.reference } })]),
      start({ name: 'web', replicas: 2, containers: { app: web.reference } }),
    );
    return { namespace, web, asItWas: await specOf(namespace) };
  }

  async function specOf(namespace: string): Promise<unknown> {
    return (await site.api.get(DEPLOYMENTS, { namespace, name: 'web' }))?.spec;
  }

  async function pushOver({ repository }: SourceImage): Promise<void> {
    const base = site.cluster.baseLayer ?? false;
    strange = (await pushImage(site.cluster.target, { repository, tag: '1', base })).digest;
  }

  async function assertRuns(namespace: string, image: string, digest: string): Promise<void> {
    const pods = await runningImages(site.api, namespace, 'web');
    assert.deepEqual(
      pods.map((one) => [one.image, one.digest, one.ready]),
      [1, 2].map(() => [image, digest, true]),
    );
  }
});
