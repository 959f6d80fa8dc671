import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { connectCluster } from '../../../../src/adapters/kubernetes/connect-cluster.ts';
import { ClusterError, UsageError } from '../../../../src/domain/errors.ts';
import { apiServer } from '../support/api-server.ts';
import { certificates } from '../support/certificates.ts';
import { httpsCluster } from '../support/connect.ts';
import { failureOf } from '../support/failure-of.ts';
import { simpleKubeconfig } from '../support/kubeconfig-file.ts';
import { proxyServer } from '../support/proxy-server.ts';
import { VERSION_REPLY } from '../support/replies.ts';
import { socksProxy } from '../support/socks-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The server's certificate is checked against this name, which only the proxy can resolve. */
const NAME = 'https://api.example';

function kubeconfigFor(fields: Readonly<Record<string, unknown>>): string {
  const authority = Buffer.from(certificates().authority.cert).toString('base64');
  const tls = { 'certificate-authority-data': authority, 'tls-server-name': 'localhost' };
  return simpleKubeconfig(temporaryFolder(), { server: NAME, ...tls, ...fields });
}

describe('the agent of a connection', () => {
  it('uses one connection for requests that follow each other', async () => {
    const { cluster, server } = await httpsCluster(() => VERSION_REPLY);
    await cluster.version();
    await cluster.version();
    await cluster.version();
    assert.deepEqual(
      server.requests.map(({ connection }) => connection),
      [1, 1, 1],
    );
  });

  it('goes through the proxy-url of the kubeconfig', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const proxy = await proxyServer(server.url);
    const kubeconfig = kubeconfigFor({ 'proxy-url': proxy.url });
    const cluster = await connectCluster({ kubeconfig, env: { NO_PROXY: '*' } });
    assert.equal(await cluster.version(), 'v1.36.3');
    await cluster.version();
    assert.deepEqual(proxy.asked, ['CONNECT api.example:443']);
  });

  it('goes through a SOCKS proxy, by one connection', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const proxy = await socksProxy(server.url);
    const cluster = await connectCluster({ kubeconfig: kubeconfigFor({ 'proxy-url': proxy.url }), env: {} });
    assert.equal(await cluster.version(), 'v1.36.3');
    await cluster.version();
    assert.deepEqual(proxy.asked, ['api.example:443']);
  });

  it('checks certificates behind a SOCKS proxy, too', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().expired);
    const proxy = await socksProxy(server.url);
    const cluster = await connectCluster({ kubeconfig: kubeconfigFor({ 'proxy-url': proxy.url }), env: {} });
    assert.match((await failureOf(cluster.version(), ClusterError)).message, /expired/);
  });

  it('goes through HTTPS_PROXY', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const proxy = await proxyServer(server.url);
    const cluster = await connectCluster({ kubeconfig: kubeconfigFor({}), env: { HTTPS_PROXY: proxy.url } });
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.deepEqual(proxy.asked, ['CONNECT api.example:443']);
  });

  it('goes through HTTP_PROXY to a plain http server', async () => {
    const server = await apiServer(() => VERSION_REPLY);
    const proxy = await proxyServer(server.url);
    const env = { HTTP_PROXY: proxy.url, HOME: temporaryFolder() };
    const cluster = await connectCluster({ server: 'http://api.example', env });
    assert.equal(await cluster.version(), 'v1.36.3');
    assert.deepEqual(proxy.asked, ['GET http://api.example/version']);
  });

  it('leaves the proxy out where NO_PROXY says so', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const proxy = await proxyServer(server.url);
    const env = { HTTPS_PROXY: proxy.url, NO_PROXY: '.invalid' };
    const kubeconfig = kubeconfigFor({ server: 'https://api.invalid' });
    const cluster = await connectCluster({ kubeconfig, env });
    await failureOf(cluster.version(), ClusterError);
    assert.deepEqual(proxy.asked, []);
  });

  it('reports a proxy that refuses, without the password for it', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().server);
    const proxy = await proxyServer(server.url, true);
    const HTTPS_PROXY = proxy.url.replace('://', '://ann:hunter2@');
    const cluster = await connectCluster({ kubeconfig: kubeconfigFor({}), env: { HTTPS_PROXY } });
    const error = await failureOf(cluster.version(), ClusterError);
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /the proxy refused the connection/);
    assert.doesNotMatch(inspect(error, { depth: 9 }), /hunter2/);
    assert.equal(proxy.asked.length, 1);
  });

  for (const bad of [
    'http://ann:hunter2@:bad',
    'http://ann:hunter2%zz@proxy.example',
    'ftp://ann:hunter2@x',
  ]) {
    it(`refuses a proxy that it cannot use, and says where it is set: ${bad}`, async () => {
      const kubeconfig = kubeconfigFor({ 'proxy-url': bad });
      const given = await failureOf(connectCluster({ kubeconfig, env: {} }), UsageError);
      assert.match(given.message, /^the proxy-url of the kubeconfig/);
      const env = { HTTPS_PROXY: bad };
      const inherited = await failureOf(connectCluster({ kubeconfig: kubeconfigFor({}), env }), UsageError);
      assert.match(inherited.message, /^HTTPS_PROXY/);
      for (const error of [given, inherited]) assert.doesNotMatch(inspect(error), /hunter2/);
    });
  }

  it('does not check certificates when told so', async () => {
    const server = await apiServer(() => VERSION_REPLY, certificates().expired);
    const options = { server: server.url, insecureSkipTlsVerify: true, env: { HOME: temporaryFolder() } };
    assert.equal(await (await connectCluster(options)).version(), 'v1.36.3');
  });
});
