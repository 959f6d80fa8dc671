import assert from 'node:assert/strict';
import type { SandboxAuth } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { client, imageOf } from '../support/client.ts';
import { failureOf } from '../support/failure-of.ts';
import { ALICE, USERS, withImage } from '../support/private-image.ts';
import { countRequests } from '../support/request-lines.ts';
import { identityToken, secret } from '../support/secrets.ts';

describe('token', () => {
  const auth: SandboxAuth = { kind: 'bearer', users: USERS, identityTokens: { 'id-s3cret': 'alice' } };

  it('is fetched once per repository, also for requests at the same time', async () => {
    const { registry, image } = await withImage({ auth });
    registry.seedImage({ repository: 'shop/api', tag: '1' });
    const registries = client({ credentials: [ALICE] });
    const images = [image, image, image, imageOf(registry.host, 'shop/api')];
    await Promise.all(images.map(async (each) => registries.digest(each)));
    assert.equal(countRequests(registry, 'GET /token'), 2);
    assert.equal(countRequests(registry, 'GET /v2/'), 1);
  });

  it('is asked for the service and the scope of one repository', async () => {
    const { registry, image } = await withImage({ auth });
    await client({ credentials: [ALICE] }).digest(image);
    const request = registry.requests.find(({ url }) => url.pathname === '/token');
    assert.equal(request?.url.searchParams.get('scope'), 'repository:shop/web:pull');
    assert.equal(request.url.searchParams.get('service'), 'sandbox-registry');
  });

  it('is fetched anew shortly before it expires', async () => {
    const { registry, image } = await withImage({ auth: { ...auth, tokenLifetime: 100 } });
    const registries = client({ credentials: [ALICE] });
    await registries.digest(image);
    registries.clock.advance(89_000);
    await registries.digest(image);
    assert.equal(countRequests(registry, 'GET /token'), 1);
    registries.clock.advance(2_000);
    await registries.digest(image);
    assert.equal(countRequests(registry, 'GET /token'), 2);
  });

  it('is fetched anew when the registry does not know it any more', async () => {
    let revoked = '';
    const { registry, image, digest } = await withImage({
      auth,
      onRequest: ({ headers, url }) =>
        headers.authorization === revoked && revoked !== ''
          ? {
              status: 401,
              headers: {
                'www-authenticate': `Bearer realm="${url.origin}/token",service="sandbox-registry",error="invalid_token"`,
              },
            }
          : undefined,
    });
    const registries = client({ credentials: [ALICE] });
    await registries.digest(image);
    revoked = registry.requests.at(-1)?.headers.authorization ?? '';
    assert.equal(await registries.digest(image), digest);
    assert.equal(await registries.digest(image), digest);
    assert.equal(countRequests(registry, 'GET /token'), 2);
  });

  it('is fetched for the scope that the registry names', async () => {
    const { registry, image } = await withImage({
      auth,
      onRequest: ({ url, method }) =>
        method === 'HEAD' || url.pathname.includes('/manifests/')
          ? {
              status: 401,
              headers: {
                'www-authenticate': `Bearer realm="${url.origin}/token",scope="repository:x/shop/web:pull,push"`,
              },
            }
          : undefined,
    });
    await failureOf(client({ credentials: [ALICE] }).digest(image));
    const scopes = registry.requests.flatMap(({ url }) => url.searchParams.getAll('scope'));
    assert.ok(scopes.includes('repository:x/shop/web:pull'));
    assert.ok(!scopes.some((scope) => scope.includes('push')), 'a token to push can create the repository');
  });

  it('is fetched anew for a repository that was refused before: it may be there by now', async () => {
    const granted = new Set<string>();
    const permits = (_: string | undefined, repository: string) => granted.has(repository);
    const { registry, image, digest } = await withImage({ auth: { ...auth, permits } });
    const registries = client({ credentials: [ALICE] });
    assert.equal((await failureOf(registries.digest(image))).failure, 'hidden');
    granted.add('shop/web');
    assert.equal(await registries.digest(image), digest);
    const asked = countRequests(registry, 'GET /token');
    assert.equal(await registries.digest(image), digest);
    assert.equal(countRequests(registry, 'GET /token'), asked);
  });

  it('is refused for a repository before it is there, and not for ever', async () => {
    let refuses = true;
    const { image, digest } = await withImage({
      auth,
      onRequest: ({ url }) =>
        refuses && url.pathname === '/token' && url.searchParams.has('scope') ? { status: 403 } : undefined,
    });
    const registries = client({ credentials: [ALICE] });
    assert.equal((await failureOf(registries.digest(image))).failure, 'hidden');
    refuses = false;
    assert.equal(await registries.digest(image), digest);
  });

  it('is not fetched twice for a scope that is refused', async () => {
    const { registry, image } = await withImage({ auth: { ...auth, permits: () => false } });
    await failureOf(client().digest(image));
    assert.equal(countRequests(registry, 'GET /token'), 1);
    assert.equal(countRequests(registry, 'HEAD'), 1);
  });

  it('comes for an identity token by POST', async () => {
    const { registry, image, digest } = await withImage({ auth });
    const login = identityToken('id-s3cret');
    const registries = client({ credentials: [login] });
    assert.equal(await registries.digest(image), digest);
    assert.deepEqual(await registries.acceptedCredential(image), login);
    const form = new URLSearchParams(
      registry.requests.find(({ method }) => method === 'POST')?.body.toString(),
    );
    assert.deepEqual(Object.fromEntries(form), {
      service: 'sandbox-registry',
      scope: 'repository:shop/web:pull',
      grant_type: 'refresh_token',
      refresh_token: 'id-s3cret',
      client_id: 'kubectl-registry-switch',
    });
  });

  it('does not come for a wrong identity token', async () => {
    const { image } = await withImage({ auth });
    const error = await failureOf(client({ credentials: [identityToken('old-s3cret')] }).digest(image));
    assert.match(error.message, /rejects the login of the identity token/);
  });

  it('is not possible with an identity token where a password is wanted', async () => {
    const { image } = await withImage({ auth: { kind: 'basic', users: USERS } });
    const error = await failureOf(client({ credentials: [identityToken('id-s3cret')] }).digest(image));
    assert.equal(error.failure, 'unauthorized');
  });

  it('may be denied by the token service itself', async () => {
    const { image } = await withImage({
      auth,
      onRequest: ({ url }) => (url.pathname === '/token' ? { status: 403 } : undefined),
    });
    assert.equal((await failureOf(client({ credentials: [ALICE] }).digest(image))).failure, 'unauthorized');
    assert.match((await failureOf(client().digest(image))).message, /requires a login/);
  });

  for (const [what, fault] of Object.entries({
    'answers something else': { status: 200, body: `{"tok": "${secret('leaked-s3cret')}"` },
    'answers with what no header can hold': { status: 200, body: '{"token":"a\\r\\nx: y"}' },
    'answers 404': { status: 404, body: secret('leaked-s3cret') },
  })) {
    it(`is an error when the token service ${what}`, async () => {
      const { image } = await withImage({
        auth,
        onRequest: ({ url }) => (url.pathname === '/token' ? fault : undefined),
      });
      const error = await failureOf(client({ credentials: [ALICE] }).digest(image));
      assert.equal(error.failure, 'invalid');
      assert.match(error.message, /token service/);
    });
  }

  it('is fetched from another host, which alone sees the password', async () => {
    const tokens = await sandbox({ auth });
    const { registry, image } = await withImage({ auth: { ...auth, realm: `${tokens.url}/token` } });
    const connectionFor = () => ({ tls: 'disabled' }) as const;
    await failureOf(client({ credentials: [ALICE], connectionFor }).digest(image));
    assert.match(tokens.requests[0]?.headers.authorization ?? '', /^Basic /);
    assert.ok(registry.requests.every(({ headers }) => !headers.authorization?.startsWith('Basic')));
  });
});
