/** The program is a kubectl plugin: found on PATH, called by kubectl, speaking like kubectl. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImageList } from '../../src/domain/inventory/image-usage.ts';
import { deployment } from './builders/deployment.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { jobFlags, moveFlags } from './harness/product.ts';
import { PROGRAM, runProduct, type Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';
import { describeWithKubectl } from './harness/with-kubectl.ts';

const COMMANDS = ['migrate', 'images', 'plan', 'copy', 'switch', 'heal', 'verify', 'rollback'];

describeWithKubectl('kubectl registry-switch', () => {
  let site: Site;
  let namespace: string;
  let web: SourceImage;
  let bin: string;

  before(async () => {
    bin = mkdtempSync(path.join(tmpdir(), 'kubectl-plugins-'));
    symlinkSync(PROGRAM, path.join(bin, 'kubectl-registry_switch'));
    symlinkSync(process.execPath, path.join(bin, 'node'));
    site = await openSite('plugin');
    namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  after(async () => {
    rmSync(bin, { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  it('is listed among the plugins', async () => {
    const outcome = await kubectl(['plugin', 'list']);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stdout', 'kubectl-registry_switch');
  });

  it('--help reads like that of kubectl', async () => {
    const outcome = await kubectl(['registry-switch', '--help']);
    assertExit(outcome, EXIT.done);
    assert.equal(outcome.stderr, '');
    assertSays(outcome, 'stdout', /^Available Commands:$/m);
    assertSays(outcome, 'stdout', /^Examples:\n {2}# .+\n {2}kubectl registry-switch /m);
    assertSays(outcome, 'stdout', /^Usage:\n {2}kubectl registry-switch \[command\] \[options\]$/m);
    assertSays(outcome, 'stdout', 'Use "kubectl registry-switch [command] --help" for more information');
    for (const command of COMMANDS)
      assertSays(outcome, 'stdout', new RegExp(`^ {2}${command} {2,}[A-Z]`, 'm'));
  });

  for (const command of COMMANDS) {
    it(`${command} --help says what it does, with examples, options and usage`, async () => {
      const outcome = await kubectl(['registry-switch', command, '--help']);
      assertExit(outcome, EXIT.done);
      assertSays(
        outcome,
        'stdout',
        new RegExp(`^Examples:\n {2}# .+\n {2}kubectl registry-switch ${command}`, 'm'),
      );
      assertSays(outcome, 'stdout', /^ {4}-n, --namespace=\[\]:\n\t\S/m);
      assertSays(outcome, 'stdout', /^ {4}--kubeconfig='':\n\t\S/m);
      assertSays(outcome, 'stdout', new RegExp(`^Usage:\n {2}kubectl registry-switch ${command} `, 'm'));
    });
  }

  it('--version tells its version on one line', async () => {
    assertSays(await kubectl(['registry-switch', '--version']), 'stdout', /^\S.*\d+\.\d+\.\d+.*\n$/);
  });

  it('images shows the image, by registry, with who uses it', async () => {
    const outcome = await kubectl(['registry-switch', 'images', '-n', namespace]);
    assertExit(outcome, EXIT.done);
    assertSays(outcome, 'stdout', /^[A-Z]+( [A-Z]+| {2,}[A-Z]+)+\n/);
    assertSays(outcome, 'stdout', site.cluster.source.host);
    assertSays(outcome, 'stdout', 'web:1');
  });

  it('images -o json holds the digest that runs and the place where it is set', async () => {
    const outcome = await kubectl(['registry-switch', 'images', '-n', namespace, '-o', 'json']);
    assertExit(outcome, EXIT.done);
    const { items } = JSON.parse(outcome.stdout) as ImageList;
    assert.deepEqual(items, [
      {
        image: web.reference,
        registry: site.cluster.source.host,
        digests: [web.digest],
        pods: 1,
        users: [{ workload: `Deployment ${namespace}/web`, slot: 'container', name: 'app', managedBy: [] }],
      },
    ]);
  });

  for (const format of ['name', 'jsonpath={.items[*].image}{"\\n"}', 'custom-columns=IMAGE:.image']) {
    it(`images -o ${format} prints the name of the image`, async () => {
      const outcome = await kubectl([
        'registry-switch',
        'images',
        '--no-headers',
        '-n',
        namespace,
        '-o',
        format,
      ]);
      assertExit(outcome, EXIT.done);
      assert.equal(outcome.stdout, `${web.reference}\n`);
    });
  }

  it('plan shows what would be copied and changed', async () => {
    const outcome = await kubectl(['registry-switch', 'plan', ...moveFlags(site)], login());
    assertExit(outcome, EXIT.done);
    for (const part of [web.atTarget, `Deployment ${namespace}/web`]) assertSays(outcome, 'stdout', part);
  });

  it('migrate and verify do and prove it', async () => {
    const flags = [...moveFlags(site), ...jobFlags(site), '--yes'];
    assertExit(await kubectl(['registry-switch', 'migrate', ...flags], login()), EXIT.done);
    const args = ['--from', site.cluster.source.host, '-n', namespace];
    assertExit(await kubectl(['registry-switch', 'verify', ...args]), EXIT.done);
  });

  function login(): Record<string, string> {
    const { username, password, puller } = site.cluster.target;
    return {
      REGISTRY_SWITCH_USERNAME: username,
      REGISTRY_SWITCH_PASSWORD: password,
      REGISTRY_SWITCH_PULL_USERNAME: puller.username,
      REGISTRY_SWITCH_PULL_PASSWORD: puller.password,
    };
  }

  async function kubectl(
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    const PATH = [bin, process.env.PATH].join(path.delimiter);
    const env = { PATH, KUBECONFIG: site.cluster.kubeconfig, ...more };
    return runProduct(args, { command: ['kubectl'], env });
  }
});
