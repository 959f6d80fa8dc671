import { equal, match } from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { deploymentDraft, podDraft, startTestApi, WIDGETS, type TestApi } from './test-api.ts';

const execute = promisify(execFile);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Kubectl = (...args: readonly string[]) => Promise<Ran>;

/** Runs the real kubectl against an API, with a home folder of its own. */
function kubectlFor(test: TestApi, folder: string): Kubectl {
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, test.api.kubeconfig, { mode: 0o600 });
  const env = { PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: kubeconfig };
  return async (...args) => {
    try {
      return { code: 0, ...(await execute('kubectl', args, { env, timeout: 20_000 })) };
    } catch (error) {
      const { code, stdout, stderr } = error as Ran;
      return { code, stdout, stderr };
    }
  };
}

describe('the real kubectl against the sandbox API', function () {
  this.timeout(60_000);
  let folder = '';
  let test: TestApi;
  let kubectl: Kubectl;

  before(async function () {
    if (spawnSync('kubectl', ['version', '--client']).status !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'sandbox-kubectl-'));
    test = await startTestApi();
    kubectl = kubectlFor(test, folder);
  });

  after(async () => {
    if (folder === '') return;
    await test.api.stop();
    rmSync(folder, { recursive: true });
  });

  function manifest(name: string, ...objects: readonly object[]): string {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, objects.map((object) => stringify(object)).join('---\n'));
    return path;
  }

  async function says(args: readonly string[], expected: RegExp): Promise<void> {
    const { code, stdout, stderr } = await kubectl(...args);
    equal(code, 0, stderr);
    match(stdout, expected);
  }

  it('finds the version and the resources', async () => {
    await says(['version'], /Server Version: v1\.36\.3/);
    await says(
      ['api-resources', '--api-group=apps', '-o', 'wide'],
      /deployments +deploy +apps\/v1 +true +Deployment/,
    );
  });

  it('applies, changes and describes a Deployment', async () => {
    const path = manifest('web', deploymentDraft('web'));
    await says(['apply', '-f', path], /deployment.apps\/web created/);
    await says(['apply', '-f', path], /deployment.apps\/web unchanged/);
    await says(['diff', '-f', path], /^$/);
    await says(['get', 'deploy', '-n', 'shop'], /NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0\/2 +0 +0 /);
    await says(['get', 'deploy/web', '-n', 'shop', '-o', 'jsonpath={.spec.replicas}'], /^2$/);
    await says(['scale', 'deploy/web', '-n', 'shop', '--replicas=3'], /scaled/);
    await says(['set', 'image', 'deploy/web', '-n', 'shop', 'app=registry.example/web:2'], /image updated/);
    await says(['rollout', 'restart', 'deploy/web', '-n', 'shop'], /restarted/);
    await says(['label', 'deploy/web', '-n', 'shop', 'tier=front'], /labeled/);
    await says(['annotate', 'deploy/web', '-n', 'shop', 'note=x'], /annotated/);
    await says(['patch', 'deploy/web', '-n', 'shop', '-p', '{"spec":{"replicas":4}}'], /patched/);
    await says(
      ['describe', 'deploy/web', '-n', 'shop'],
      /Replicas: +4 desired[^]*Image: +registry.example\/web:2/,
    );
    await says(['delete', 'deploy/web', '-n', 'shop'], /deleted/);
  });

  it('applies on the side of the server', async () => {
    const path = manifest('server-side', deploymentDraft('side'));
    await says(['apply', '--server-side', '-f', path], /serverside-applied/);
    await says(['get', 'deploy', '-n', 'shop', '-l', 'app!=x', '-o', 'name'], /deployment.apps\/side/);
  });

  it('creates what it sends as protobuf', async () => {
    await says(['create', 'namespace', 'made'], /namespace\/made created/);
    await says(['create', 'secret', 'generic', 's', '-n', 'made', '--from-literal=a=b'], /secret\/s created/);
    await says(['create', 'deployment', 'd', '-n', 'made', '--image=a:1'], /deployment.apps\/d created/);
    await says(['create', 'cronjob', 'c', '-n', 'made', '--image=a:1', '--schedule=* * * * *'], /created/);
  });

  it('waits for a custom resource definition and explains it', async () => {
    await says(['apply', '-f', manifest('widgets', WIDGETS)], /created/);
    await says(
      ['wait', '--for=condition=Established', 'crd/widgets.example.com', '--timeout=10s'],
      /condition met/,
    );
    const widget = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w' },
      spec: { image: 'a:1' },
    };
    await says(['apply', '-n', 'shop', '-f', manifest('widget', widget)], /widget.example.com\/w created/);
    await says(['get', 'wd', '-A'], /NAMESPACE +NAME +IMAGE\nshop +w +a:1/);
    await says(['explain', 'widget.spec'], /image\s+<string>/);
  });

  it('knows who it is and what it may', async () => {
    await says(['auth', 'whoami'], /kubernetes-admin/);
    await says(['auth', 'can-i', 'list', 'pods', '-A'], /yes/);
  });

  it('is told by exec, attach and port-forward that containers are simulated', async () => {
    test.objects.create(PODS, podDraft('simulated'));
    const place = { namespace: 'shop', name: 'simulated' };
    test.objects.updateStatus(PODS, place, (pod) => ({ ...pod, status: { phase: 'Running' } }));
    for (const args of [
      ['exec', 'simulated', '--', 'ls'],
      ['attach', 'simulated'],
      ['port-forward', 'pod/simulated', ':80'],
    ]) {
      const { code, stderr } = await kubectl('-n', 'shop', ...args);
      equal(code, 1);
      match(stderr, /the containers of this sandbox are simulated: in pod simulated there is n/);
    }
  });

  it('refuses unknown fields and says what is not there', async () => {
    const wrong = { ...deploymentDraft('wrong'), spec: { replica: 1 } };
    const unknown = await kubectl('apply', '-f', manifest('wrong', wrong));
    match(unknown.stderr, /strict decoding error: unknown field "spec.replica"/);
    const missing = await kubectl('get', 'pod', 'nobody', '-n', 'shop');
    equal(missing.stderr, 'Error from server (NotFound): pods "nobody" not found\n');
  });
});
