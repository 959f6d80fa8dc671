import assert from 'node:assert/strict';
import { UsageError } from '../../../../src/domain/errors.ts';
import { createAuthority, issueCertificate } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { secret } from '../support/secrets.ts';
import { startProxy, type TestProxy } from '../support/start-proxy.ts';
import { client, imageOf } from '../support/client.ts';

const PASSWORD = secret('pr0xy-s3cret');
const authority = createAuthority('test authority');
const certificate = issueCertificate(authority, { names: ['registry.example', '127.0.0.1'] });
const connection = { tls: 'enabled', ca: authority.certificate } as const;

describe('proxy on the way', () => {
  const proxies: TestProxy[] = [];
  const proxyTo = async (to: string | undefined): Promise<TestProxy> => {
    const proxy = await startProxy(to);
    proxies.push(proxy);
    return proxy;
  };
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map(async (proxy) => proxy.stop()));
  });

  it('leads to a registry over TLS, which is still checked', async () => {
    const registry = await sandbox({ tls: certificate });
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    const proxy = await proxyTo(registry.host);
    const environment = { HTTPS_PROXY: `http://me:${PASSWORD}@${proxy.host}` };
    assert.equal(await client({ connection, environment }).digest(imageOf('registry.example')), digest);
    assert.equal(proxy.asked[0], 'CONNECT registry.example:443');
    assert.equal(proxy.authorizations[0], `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`);
    const error = await failureOf(
      client({ connection: { tls: 'enabled' }, environment }).digest(imageOf('registry.example')),
    );
    assert.equal(error.failure, 'untrusted-certificate');
  });

  it('leads to a registry over plain http', async () => {
    const registry = await sandbox();
    const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    const proxy = await proxyTo(registry.host);
    const environment = { HTTP_PROXY: `http://${proxy.host}` };
    assert.equal(await client({ environment }).digest(imageOf('registry.example')), digest);
    assert.equal(proxy.asked[0], 'GET http://registry.example/v2/');
  });

  it('is not on the way to a host of NO_PROXY', async () => {
    const proxy = await proxyTo(undefined);
    const environment = { HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: '.invalid' };
    await failureOf(client({ connection, environment }).digest(imageOf('registry.invalid')));
    assert.deepEqual(proxy.asked, []);
  });

  it('is not on the way to this machine, even after another host was reached through it', async () => {
    const registry = await sandbox({ tls: certificate });
    const proxy = await proxyTo(registry.host);
    const registries = client({ connection, environment: { HTTPS_PROXY: `http://${proxy.host}` } });
    await registries.digest(imageOf('registry.example'));
    await registries.digest(imageOf(registry.host));
    assert.deepEqual([...new Set(proxy.asked)], ['CONNECT registry.example:443']);
  });

  it('may refuse us', async () => {
    const proxy = await proxyTo(undefined);
    const environment = { HTTPS_PROXY: `http://me:${PASSWORD}@${proxy.host}` };
    const error = await failureOf(client({ connection, environment }).digest(imageOf('registry.example')));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, new RegExp(`the proxy ${proxy.host} refused the connection`));
    assert.match(error.nextStep ?? '', /NO_PROXY/);
  });

  it('may be down', async () => {
    const environment = { HTTPS_PROXY: `http://me:${PASSWORD}@127.0.0.1:9` };
    const error = await failureOf(client({ connection, environment }).digest(imageOf('registry.example')));
    assert.match(error.message, /connection refused \(through the proxy 127\.0\.0\.1:9\)/);
  });

  it('may be no proxy at all', async () => {
    const environment = { HTTPS_PROXY: `socks5://me:${PASSWORD}@127.0.0.1:9` };
    await assert.rejects(
      client({ connection, environment }).digest(imageOf('registry.example')),
      (error) =>
        error instanceof UsageError &&
        error.message.startsWith('HTTPS_PROXY: unsupported proxy scheme socks5'),
    );
  });
});
