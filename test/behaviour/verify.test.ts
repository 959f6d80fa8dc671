/** `verify` finds what still pulls from the source, and tells it from what only remembers it. */
import assert from 'node:assert/strict';
import type { Findings } from '../../src/domain/verify/findings.ts';
import { until } from '../cluster/deadline.ts';
import { gadget } from './builders/custom-resource.ts';
import { deployment } from './builders/deployment.ts';
import { job } from './builders/job.ts';
import { defineGadgets } from './harness/define-gadgets.ts';
import { PODS, REPLICA_SETS } from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { verify } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

describe('verify', () => {
  let site: Site;
  let namespace: string;
  let imagePath: string;
  let webPod: string;
  let importPod: string;
  let history: string;

  before(async () => {
    site = await openSite('verify');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const group = `${site.prefix}.estate.example`;
    imagePath = `gadgets.${group}={.spec.image}`;
    const [web, elsewhere] = await Promise.all([
      site.push({ repository: 'web', tag: '1' }),
      site.pushElsewhere({ repository: 'web', tag: '1' }),
      defineGadgets(site, group),
    ]);
    const place = { namespace, pullSecrets: ['source-login'] };
    const containers = { app: web.reference };
    await site.start(
      deployment({ ...place, name: 'web', containers }),
      deployment({ ...place, name: 'moved', containers }),
      job({ ...place, name: 'import', containers }),
      gadget(group, { namespace, name: 'gizmo', image: web.reference }),
    );
    await site.start(deployment({ ...place, name: 'moved', containers: { app: elsewhere.reference } }));
    [webPod, importPod, history] = await Promise.all([
      podOf('web'),
      podOf('import'),
      emptyReplicaSet('moved'),
    ]);
    await untilOnlyOnePodOf('moved');
  });

  after(async () => site[Symbol.asyncDispose]());

  it('-o name prints what remains, and nothing else', async () => {
    const outcome = await verify(site, ['-o', 'name']);
    assertExit(outcome, EXIT.oldReferences);
    assert.deepEqual(lines(outcome.stdout), ['deployment.apps/web', `pod/${webPod}`]);
  });

  it('-o pods prints namespace, tab and pod for scripts', async () => {
    const outcome = await verify(site, ['-o', 'pods']);
    assertExit(outcome, EXIT.oldReferences);
    assert.equal(outcome.stdout, `${namespace}\t${webPod}\n`);
  });

  it('--image-path finds a custom resource', async () => {
    const outcome = await verify(site, ['-o', 'name', '--image-path', imagePath]);
    assertExit(outcome, EXIT.oldReferences);
    assert.ok(
      lines(outcome.stdout).some((line) => /^gadget\..+\/gizmo$/.test(line)),
      outcome.stdout,
    );
  });

  it('--include-finished counts what ran to its end and the history of Deployments', async () => {
    const outcome = await verify(site, ['-o', 'name', '--include-finished']);
    assertExit(outcome, EXIT.oldReferences);
    const finished = ['job.batch/import', `pod/${importPod}`, `replicaset.apps/${history}`];
    assert.deepEqual(lines(outcome.stdout), ['deployment.apps/web', `pod/${webPod}`, ...finished].toSorted());
  });

  it('shows what is not counted apart, with the reason', async () => {
    const outcome = await verify(site, ['-o', 'json']);
    const { findings } = JSON.parse(outcome.stdout) as Findings;
    const apart = findings.filter(({ counted }) => !counted);
    assert.deepEqual(
      apart.map(({ kind, object }) => `${kind} ${object.name}`).toSorted(),
      [`pod ${importPod}`, `pull-secret source-login`, `template ${history}`, 'template import'].toSorted(),
    );
    for (const { note } of apart) assert.notEqual(note ?? '', '');
  });

  it('ends with 0 where only finished work remains, and with 3 when that is to count', async () => {
    const selected = ['-l', 'app=import'];
    assertExit(await verify(site, selected), EXIT.done);
    assertExit(await verify(site, [...selected, '--include-finished']), EXIT.oldReferences);
  });

  it('looks only where it is told to', async () => {
    assertExit(await verify(site, ['--exclude-namespace', namespace]), EXIT.done);
    assertExit(await verify(site, ['-l', 'app=moved']), EXIT.done);
    assertExit(await verify(site, ['-l', 'app in (web, moved)']), EXIT.oldReferences);
  });

  it('shows a table to people', async () => {
    const outcome = await verify(site);
    assertSays(outcome, 'stdout', /^KIND +NAMESPACE +NAME +/);
    assertSays(
      outcome,
      'stdout',
      new RegExp(`^Deployment +${namespace} +web +${site.cluster.source.host}/`, 'm'),
    );
  });

  async function podOf(app: string): Promise<string> {
    const pods = await site.api.list(PODS, namespace);
    return pods.find(({ metadata }) => metadata?.name?.startsWith(`${app}-`))?.metadata?.name ?? '';
  }

  async function emptyReplicaSet(app: string): Promise<string> {
    const sets = await site.api.list(REPLICA_SETS, namespace);
    const found = sets.find(({ metadata, spec }) => metadata?.labels?.app === app && spec?.replicas === 0);
    return found?.metadata?.name ?? '';
  }

  async function untilOnlyOnePodOf(app: string): Promise<void> {
    await until(`the old pod of ${app} to be gone`, 30, async () => {
      const pods = await site.api.list(PODS, namespace);
      return pods.filter(({ metadata }) => metadata?.labels?.app === app).length === 1 ? true : undefined;
    });
  }
});

function lines(text: string): string[] {
  return text.split('\n').filter(Boolean).toSorted();
}
