/** The tool is killed when it has changed a workload, and has not given its fields back yet. */
import assert from 'node:assert/strict';
import { placeOf, type Buildable } from '../builders/buildable.ts';
import { deployment } from '../builders/deployment.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { fieldOwners, ownersOf, type FieldOwner } from '../harness/field-owners.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, describeOutcome, EXIT } from '../harness/outcome.ts';
import { migrate, resume, rollback, run } from '../harness/product.ts';
import { newestRun } from '../harness/runs.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';
import { applyAs } from './apply.ts';

const OURS = 'kubectl-registry-switch';

describe('fields that were not given back when the tool was killed', () => {
  let site: Site;
  let web: Buildable;
  let app: SourceImage;
  let atFirst: readonly FieldOwner[];

  before(async () => {
    site = await openSite('owed');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    app = await site.push({ repository: 'app', tag: '1' });
    const containers = { app: app.reference };
    web = deployment({ namespace, name: 'web', pullSecrets: ['login'], containers });
    await applyAs(site.api, 'helm', web);
    await untilReady(site.api, [web]);
    atFirst = await owners();
  });

  after(async () => site[Symbol.asyncDispose]());

  it('are given back by a rollback', async () => {
    await killed('migrate');
    assert.deepEqual(await imageOwners(), [OURS]);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await owners(), atFirst);
  });

  it('are given back when the run is resumed', async () => {
    await killed('migrate');
    assertExit(await resume(site, (await newestRun(site)).id), EXIT.done);
    assert.deepEqual(await imageOwners(), ['helm']);
  });

  it('are given back by a second rollback', async () => {
    await killed('rollback');
    assert.deepEqual(await imageOwners(), [OURS]);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await owners(), atFirst);
  });

  it('are given back by a second move, which has nothing else to do', async () => {
    await killed('migrate');
    assertExit(await migrate(site), EXIT.done);
    assert.deepEqual(await imageOwners(), ['helm']);
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await owners(), atFirst);
  });

  it('are given back by the end of the move', async () => {
    await killed('migrate');
    const from = ['--from', `${site.cluster.source.host}/${site.prefix}`];
    const home = ['--copy-namespace', site.copyNamespace];
    assertExit(await run(site, ['finish', '--yes', '--keep-credentials', ...from, ...home]), EXIT.done);
    assert.deepEqual(await imageOwners(), ['helm']);
  });

  async function killed(command: 'migrate' | 'rollback'): Promise<void> {
    let kill: (signal: NodeJS.Signals) => void = () => undefined;
    await using proxy = await startApiProxy(site.api, {
      beforeWrite: async ({ body }) => {
        if (!body.includes('/metadata/managedFields')) return;
        kill('SIGKILL');
        await new Promise(() => undefined);
      },
    });
    const options = { onStart: (send: typeof kill) => (kill = send) };
    const server = ['--server', proxy.url];
    const outcome = await (command === 'migrate'
      ? migrate(site, server, options)
      : run(
          site,
          [
            'rollback',
            '--yes',
            '--namespace',
            site.namespaces,
            '--copy-namespace',
            site.copyNamespace,
            ...server,
          ],
          options,
        ));
    assert.equal(outcome.code, null, describeOutcome(outcome));
    await untilReady(site.api, [web]);
  }

  async function owners(): Promise<readonly FieldOwner[]> {
    return fieldOwners((await site.api.get(DEPLOYMENTS, placeOf(web))) ?? assert.fail('it is gone'));
  }

  async function imageOwners(): Promise<string[]> {
    return ownersOf((await site.api.get(DEPLOYMENTS, placeOf(web))) ?? assert.fail('it is gone'), 'f:image');
  }
});
