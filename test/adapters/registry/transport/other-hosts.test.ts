/** A registry names other hosts: token services and object stores. What was set for the registry holds for none of them. */
import assert from 'node:assert/strict';
import {
  createAuthority,
  issueCertificate,
  type SandboxRegistry,
  type SandboxRegistryOptions,
} from '../../../../src/sandbox/index.ts';
import type { RegistryConnection } from '../../../../src/domain/credentials/credential.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { client } from '../support/client.ts';
import { failureOf } from '../support/failure-of.ts';
import { ALICE, USERS, withImage } from '../support/private-image.ts';

const authority = createAuthority('test authority');
const ca = authority.certificate;
const tls = issueCertificate(authority, { names: ['127.0.0.1'] });
const auth = { kind: 'bearer', users: USERS } as const;

/** Settings of the hosts that are named; the others have the default. */
function settings(...known: readonly [SandboxRegistry, RegistryConnection][]) {
  const byHost = new Map(known.map(([{ host }, connection]) => [host, connection]));
  return (host: string): RegistryConnection => byHost.get(host) ?? { tls: 'enabled' };
}

async function registryAndTokens(registryTls: typeof tls | undefined, tokensTls: typeof tls | undefined) {
  const tokens = await sandbox({ auth, ...(tokensTls && { tls: tokensTls }) });
  const realm = `${tokens.url}/token`;
  const found = await withImage({ auth: { ...auth, realm }, ...(registryTls && { tls: registryTls }) });
  return { ...found, tokens };
}

function basicLogins({ requests }: SandboxRegistry): string[] {
  return requests.flatMap(({ headers: { authorization = '' } }) =>
    authorization.startsWith('Basic') ? [authorization] : [],
  );
}

describe('a token service on another host', () => {
  it('gets the login over TLS that is trusted for this host', async () => {
    const { image, tokens } = await registryAndTokens(tls, tls);
    const connectionFor = settings([tokens, { tls: 'enabled', ca }]);
    const asked = client({ connection: { tls: 'enabled', ca }, credentials: [ALICE], connectionFor });
    // The two sandboxes do not know each other's tokens.
    await failureOf(asked.digest(image));
    assert.equal(basicLogins(tokens).length > 0, true);
  });

  const lenient: readonly [string, RegistryConnection][] = [
    ['whose own authority is trusted', { tls: 'enabled', ca }],
    ['that is trusted blindly', { tls: 'insecure' }],
  ];
  for (const [name, connection] of lenient) {
    it(`is not trusted for a registry ${name}, and its own flag is named`, async () => {
      const { image, tokens } = await registryAndTokens(tls, tls);
      const error = await failureOf(client({ connection, credentials: [ALICE] }).digest(image));
      assert.equal(error.failure, 'untrusted-certificate');
      assert.ok(error.nextStep?.includes(`--registry-ca ${tokens.host}=FILE`));
      assert.equal(tokens.requests.length, 0);
    });
  }

  it('gets no login in clear text, also for a registry over plain http', async () => {
    const { image, tokens } = await registryAndTokens(undefined, undefined);
    const error = await failureOf(client({ credentials: [ALICE] }).digest(image));
    assert.match(error.message, /clear text/);
    assert.ok(error.nextStep?.includes(`--registry-tls ${tokens.host}=disabled`));
    assert.equal(tokens.requests.length, 0);
  });

  it('gets one in clear text where the user set this very host to plain http', async () => {
    const { image, tokens } = await registryAndTokens(undefined, undefined);
    const connectionFor = settings([tokens, { tls: 'disabled' }]);
    await failureOf(client({ credentials: [ALICE], connectionFor }).digest(image));
    assert.equal(basicLogins(tokens).length > 0, true);
  });

  it('may be asked for nobody over plain http, as the registry is', async () => {
    const { image, tokens } = await registryAndTokens(undefined, undefined);
    await failureOf(client().digest(image));
    assert.equal(tokens.requests.length > 0, true);
    assert.deepEqual(basicLogins(tokens), []);
  });
});

describe('a token service of the same host', () => {
  it('gets no login in clear text where only the certificate is not to be checked', async () => {
    const { image, registry } = await withImage({
      tls,
      auth,
      onRequest: ({ url }) =>
        url.pathname === '/v2/'
          ? { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${url.host}/token"` } }
          : undefined,
    });
    const error = await failureOf(
      client({ connection: { tls: 'insecure' }, credentials: [ALICE] }).digest(image),
    );
    assert.match(error.message, /clear text/);
    assert.deepEqual(basicLogins(registry), []);
  });
});

describe('an object store on another host', () => {
  async function redirected(options: SandboxRegistryOptions) {
    const store = await sandbox({ tls });
    const found = await withImage({
      ...options,
      onRequest: ({ url }) =>
        url.pathname.includes('/manifests/')
          ? { status: 307, headers: { location: `${store.url}${url.pathname}` } }
          : undefined,
    });
    const { digest } = store.seedImage({ repository: 'shop/web', tag: '1' });
    return { ...found, store, digest };
  }

  for (const connection of [{ tls: 'insecure' }, { tls: 'enabled', ca }] as const) {
    it(`is not trusted as a registry is that is ${JSON.stringify(connection.tls)}`, async () => {
      const { image, store } = await redirected({ tls });
      const error = await failureOf(client({ connection }).digest(image));
      assert.equal(error.failure, 'untrusted-certificate');
      assert.equal(store.requests.length, 0);
    });
  }

  it('is trusted as the user said of it', async () => {
    const { image, store, digest } = await redirected({ tls });
    const connectionFor = settings([store, { tls: 'enabled', ca }]);
    assert.equal(await client({ connection: { tls: 'insecure' }, connectionFor }).digest(image), digest);
  });
});
