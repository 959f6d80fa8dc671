import assert from 'node:assert/strict';
import { connectCluster } from '../../../../src/adapters/kubernetes/connect-cluster.ts';
import { ClusterError, UsageError } from '../../../../src/domain/errors.ts';
import type { Cluster } from '../../../../src/domain/ports/cluster.ts';
import { apiServer, type ApiServer, type Handler } from '../support/api-server.ts';
import { certificates } from '../support/certificates.ts';
import { execPlugin, type ExecPlugin } from '../support/exec-plugin.ts';
import { failureOf } from '../support/failure-of.ts';
import { simpleKubeconfig } from '../support/kubeconfig-file.ts';
import { recordingClock, type RecordingClock } from '../../../support/recording-clock.ts';
import { statusReply, VERSION_REPLY } from '../support/replies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface PluginCluster {
  readonly cluster: Cluster;
  readonly server: ApiServer;
  readonly plugin: ExecPlugin;
  readonly clock: RecordingClock;
}

interface PluginSetting {
  readonly status: string;
  readonly handler?: Handler;
  readonly exec?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}

async function pluginCluster({
  status,
  handler = () => VERSION_REPLY,
  exec,
  env = {},
}: PluginSetting): Promise<PluginCluster> {
  const server = await apiServer(handler, certificates().server);
  const folder = temporaryFolder();
  const plugin = execPlugin(folder, status);
  const authority = Buffer.from(certificates().authority.cert).toString('base64');
  const kubeconfig = simpleKubeconfig(
    folder,
    {
      server: server.url,
      'certificate-authority-data': authority,
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { region: 'north' } }],
    },
    { exec: { ...plugin.exec, ...exec } },
  );
  const clock = recordingClock();
  const cluster = await connectCluster({ kubeconfig, env: { PATH: process.env.PATH, ...env } }, { clock });
  return { cluster, server, plugin, clock };
}

const authorizations = (server: ApiServer) => server.requests.map(({ headers }) => headers.authorization);

describe('exec credential plugins', () => {
  it('run once for parallel requests, found beside the kubeconfig', async () => {
    const { cluster, server, plugin } = await pluginCluster({ status: '{ token: `t${run}` }' });
    await Promise.all([cluster.version(), cluster.version(), cluster.version()]);
    await cluster.version();
    assert.equal(plugin.runs().length, 1);
    assert.deepEqual(authorizations(server), Array(4).fill('Bearer t1'));
  });

  it('are told what they are asked for, and about the cluster if they want to know', async () => {
    const asked = await pluginCluster({ status: '{ token: `t` }' });
    await asked.cluster.version();
    assert.deepEqual(asked.plugin.runs()[0], {
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: { interactive: false },
    });

    const { cluster, plugin, server } = await pluginCluster({
      status: '{ token: `t` }',
      exec: { provideClusterInfo: true },
    });
    await cluster.version();
    assert.deepEqual(plugin.runs()[0]?.spec, {
      interactive: false,
      cluster: {
        server: server.url,
        'certificate-authority-data': Buffer.from(certificates().authority.cert).toString('base64'),
        config: { region: 'north' },
      },
    });
  });

  it('get the arguments and variables of the kubeconfig', async () => {
    const { cluster, server } = await pluginCluster({
      status: '{ token: process.argv[2] + process.env.REGION }',
      exec: { args: ['token-'], env: [{ name: 'REGION', value: 'north' }] },
    });
    await cluster.version();
    assert.deepEqual(authorizations(server), ['Bearer token-north']);
  });

  it('get nothing that was meant for this tool alone', async () => {
    const { cluster, server } = await pluginCluster({
      status:
        '{ token: JSON.stringify([process.env.REGISTRY_SWITCH_PASSWORD ?? `none`, process.env.REGION]) }',
      env: { REGISTRY_SWITCH_PASSWORD: 's3cret', REGION: 'north' },
    });
    await cluster.version();
    assert.deepEqual(authorizations(server), ['Bearer ["none","north"]']);
  });

  it('are asked again after a 401, once for all requests that were refused', async () => {
    const handler: Handler = ({ headers }) =>
      headers.authorization === 'Bearer t1' ? statusReply(401, { reason: 'Unauthorized' }) : VERSION_REPLY;
    const { cluster, plugin } = await pluginCluster({ status: '{ token: `t${run}` }', handler });
    const versions = await Promise.all([cluster.version(), cluster.version(), cluster.version()]);
    assert.deepEqual(versions, Array(3).fill('v1.36.3'));
    assert.equal(plugin.runs().length, 2);
  });

  it('are not asked without end', async () => {
    const { cluster, plugin } = await pluginCluster({
      status: '{ token: `t${run}` }',
      handler: () => statusReply(401),
    });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.equal(error.failure, 'unauthorized');
    assert.equal(plugin.runs().length, 2);
  });

  it('are asked again when their credential has expired', async () => {
    const { cluster, server, clock } = await pluginCluster({
      status: '{ token: `t${run}`, expirationTimestamp: `2026-01-01T00:10:00Z` }',
    });
    await cluster.version();
    await cluster.version();
    clock.advance(10 * 60_000);
    await cluster.version();
    assert.deepEqual(authorizations(server), ['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  it('may give a client certificate', async () => {
    const { cert, key } = certificates().client;
    const status = JSON.stringify({ clientCertificateData: cert, clientKeyData: key });
    const { cluster, server } = await pluginCluster({ status });
    await cluster.version();
    assert.equal(server.requests[0]?.clientName, 'client');
  });

  it('that are missing are explained by the kubeconfig, without control characters', async () => {
    const { cluster } = await pluginCluster({
      status: '{}',
      exec: { command: 'no-such-plugin', installHint: 'Get it\u001b[2J from example.com' },
    });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.equal(error.failure, 'unauthorized');
    assert.match(error.message, /no-such-plugin: executable not found/);
    assert.equal(error.nextStep, 'Get it[2J from example.com');
  });

  it('that fail are reported with their exit code', async () => {
    const { cluster } = await pluginCluster({ status: 'process.exit(3)' });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.match(error.message, /plugin\.mjs failed with exit code 3/);
  });

  it('that print something else are reported without quoting it', async () => {
    const { cluster } = await pluginCluster({ status: '{ secret: `hunter2` }' });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.match(error.message, /printed no client\.authentication\.k8s\.io\/v1 credential/);
    assert.doesNotMatch(error.message, /hunter2/);
  });

  it('that need a terminal are not run without one', async () => {
    const { cluster, plugin } = await pluginCluster({
      status: '{ token: `t` }',
      exec: { interactiveMode: process.stdin.isTTY ? 'Never' : 'Always' },
    });
    if (process.stdin.isTTY) return;
    const error = await failureOf(cluster.version(), ClusterError);
    assert.match(error.message, /needs a terminal/);
    assert.equal(plugin.runs().length, 0);
  });

  it('of an API version that nobody speaks are refused at once', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1alpha1' };
    await failureOf(pluginCluster({ status: '{}', exec }), UsageError);
  });
});
