import assert from 'node:assert/strict';
import {
  createAuthority,
  issueCertificate,
  type RegistryRequest,
  type SandboxRegistryOptions,
} from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { basic, secret } from '../support/secrets.ts';
import { client, imageOf } from '../support/client.ts';

const ALICE = basic('alice');
const AUTH = { kind: 'basic', users: { alice: 'alice-s3cret' } } as const;
const SIGNATURE = secret('signature-s3cret');

/** A registry whose blobs are redirected. */
async function redirecting(to: (request: RegistryRequest) => string, options: SandboxRegistryOptions = {}) {
  const registry = await sandbox({
    auth: AUTH,
    ...options,
    onRequest: (request) => {
      const isBlob = request.url.pathname.includes('/blobs/') && !request.url.searchParams.has('moved');
      return isBlob ? { status: 307, headers: { location: to(request) } } : undefined;
    },
  });
  registry.seedImage({ repository: 'shop/web', tag: '1', platforms: ['linux/s390x'] });
  return registry;
}

describe('redirect of a blob', () => {
  it('to an object store is followed without the login', async () => {
    const store = await sandbox();
    store.seedImage({ repository: 'shop/web', tag: '1', platforms: ['linux/s390x'] });
    const registry = await redirecting(({ url }) => `${store.url}${url.pathname}?sig=${SIGNATURE}`);
    const image = await client({ credentials: [ALICE] }).inspect(imageOf(registry.host));
    assert.deepEqual(image?.platforms, [{ os: 'linux', architecture: 's390x' }]);
    assert.equal(store.requests.length, 1);
    assert.equal(store.requests[0]?.headers.authorization, undefined);
  });

  it('within the registry is followed with the login', async () => {
    const registry = await redirecting(({ url }) => `${url.pathname}?moved=1`);
    const image = await client({ credentials: [ALICE] }).inspect(imageOf(registry.host));
    assert.deepEqual(image?.platforms, [{ os: 'linux', architecture: 's390x' }]);
  });

  it('that never ends is an error, which does not show the signed address', async () => {
    const registry = await redirecting(({ url }) => `${url.pathname}?sig=${SIGNATURE}`);
    const error = await failureOf(client({ credentials: [ALICE] }).inspect(imageOf(registry.host)));
    assert.equal(error.failure, 'invalid');
    assert.match(error.message, /redirects too many times/);
  });

  it('to a store that is down is an error, which names the store but not the signed address', async () => {
    const registry = await redirecting(() => `http://127.0.0.1:9/blob?sig=${SIGNATURE}`);
    const error = await failureOf(client({ credentials: [ALICE] }).inspect(imageOf(registry.host)));
    assert.equal(error.failure, 'unreachable');
    assert.match(error.message, /^127\.0\.0\.1:9, to which .* redirects, cannot be reached/);
  });

  it('to nowhere is an error', async () => {
    const registry = await redirecting(() => 'http://');
    assert.match(
      (await failureOf(client({ credentials: [ALICE] }).inspect(imageOf(registry.host)))).message,
      /an invalid URL/,
    );
  });

  it('from https to http is refused', async () => {
    const authority = createAuthority('test authority');
    const store = await sandbox();
    const tls = issueCertificate(authority, { names: ['127.0.0.1'] });
    const registry = await redirecting(({ url }) => `${store.url}${url.pathname}`, { tls });
    const connection = { tls: 'enabled', ca: authority.certificate } as const;
    const error = await failureOf(
      client({ connection, credentials: [ALICE] }).inspect(imageOf(registry.host)),
    );
    assert.match(error.message, /from https to another protocol/);
    assert.equal(store.requests.length, 0);
  });

  it('does not let the other host ask for the login', async () => {
    const thief = await sandbox({ auth: { kind: 'bearer', users: {} } });
    const registry = await redirecting(({ url }) => `${thief.url}${url.pathname}`);
    await failureOf(client({ credentials: [ALICE] }).inspect(imageOf(registry.host)));
    assert.equal(thief.requests.length, 1);
    assert.ok(thief.requests.every(({ headers }) => headers.authorization === undefined));
  });

  it('does not carry an identity token on from the token service', async () => {
    const thief = await sandbox();
    const registry = await sandbox({
      auth: { kind: 'bearer', users: {} },
      onRequest: ({ url }) =>
        url.pathname === '/token' ? { status: 307, headers: { location: `${thief.url}/token` } } : undefined,
    });
    const login = { kind: 'identity-token', token: secret('id-s3cret') } as const;
    await failureOf(client({ credentials: [login] }).digest(imageOf(registry.host)));
    assert.equal(thief.requests.length, 0);
  });
});
