import assert from 'node:assert/strict';
import type { SandboxAuth } from '../../../src/sandbox/registry/sandbox-auth.ts';
import type { SandboxRegistryOptions } from '../../../src/sandbox/registry/sandbox-registry.ts';
import { sandbox } from '../../support/sandbox-registry.ts';
import { failureOf } from './support/failure-of.ts';
import { countRequests, requestLines } from './support/request-lines.ts';
import { basic, identityToken, secret } from './support/secrets.ts';
import { client, imageOf } from './support/client.ts';

const ALICE = basic('alice');
const BOB = basic('bob');
const WRONG = basic('alice', 'wr0ng-s3cret');
const USERS = { alice: 'alice-s3cret', bob: 'bob-s3cret' };
const PUBLIC = (username: string | undefined, _repository: string, action: string): boolean =>
  username !== undefined || action === 'pull';

const KINDS: Readonly<Record<string, SandboxAuth & { readonly kind: 'basic' | 'bearer' }>> = {
  basic: { kind: 'basic', users: USERS },
  bearer: { kind: 'bearer', users: USERS },
};

async function withImage(options: SandboxRegistryOptions) {
  const registry = await sandbox(options);
  const { digest } = registry.seedImage({ repository: 'shop/web', tag: '1' });
  return { registry, image: imageOf(registry.host), digest };
}

for (const [kind, auth] of Object.entries(KINDS)) {
  describe(`login with ${kind} authentication`, () => {
    it('opens a private repository', async () => {
      const { image, digest } = await withImage({ auth });
      const registries = client({ credentials: [ALICE] });
      assert.equal(await registries.digest(image), digest);
      assert.equal((await registries.inspect(image))?.platforms.length, 1);
      assert.deepEqual(await registries.acceptedCredential(image), ALICE);
    });

    it('may have letters of any alphabet', async () => {
      const { image, digest } = await withImage({ auth: { ...auth, users: { зоя: 'pä:ß-s3cret' } } });
      assert.equal(await client({ credentials: [basic('зоя', 'pä:ß-s3cret')] }).digest(image), digest);
    });

    it('is not needed where anybody may pull', async () => {
      const { image, digest } = await withImage({ auth: { ...auth, permits: PUBLIC } });
      assert.equal(await client().digest(image), digest);
      assert.equal(await client().acceptedCredential(image), undefined);
    });

    it('falls back to none at all where anybody may pull', async () => {
      const permits: SandboxAuth = { ...auth, permits: (username) => username === undefined };
      const { image, digest } = await withImage({ auth: permits });
      const registries = client({ credentials: [ALICE] });
      assert.equal(await registries.digest(image), digest);
      assert.equal(await registries.acceptedCredential(image), undefined);
    });

    it('tries all that it has, in order', async () => {
      const { image, digest } = await withImage({
        auth: { ...auth, permits: (username) => username === 'bob' },
      });
      const registries = client({ credentials: [WRONG, ALICE, BOB] });
      assert.equal(await registries.digest(image), digest);
      assert.deepEqual(await registries.acceptedCredential(image), BOB);
    });

    it('prefers the first that is accepted', async () => {
      const { image } = await withImage({ auth });
      assert.deepEqual(await client({ credentials: [ALICE, BOB] }).acceptedCredential(image), ALICE);
      assert.deepEqual(await client({ credentials: [BOB, ALICE] }).acceptedCredential(image), BOB);
    });

    it('remembers per repository what worked', async () => {
      const { registry, image } = await withImage({
        auth: { ...auth, permits: (username) => username === 'bob' },
      });
      const registries = client({ credentials: [ALICE, BOB] });
      await registries.digest(image);
      const before = registry.requests.length;
      await registries.digest(image);
      assert.deepEqual(requestLines(registry).slice(before), ['HEAD /v2/shop/web/manifests/1']);
    });

    it('does not believe a 404 while another login is left', async () => {
      const hidden = new Set<string | undefined>();
      const { registry, image, digest } = await withImage({
        auth,
        onRequest: ({ headers, method }) =>
          method === 'HEAD' && hidden.has(headers.authorization) ? { status: 404 } : undefined,
      });
      const registries = client({ credentials: [ALICE, BOB] });
      await registries.digest(imageOf(registry.host, 'shop/none'));
      assert.equal(countRequests(registry, 'HEAD /v2/shop/none'), 2);
      // See how alice looks to the registry, then hide everything from her.
      await client({ credentials: [ALICE] }).digest(image);
      hidden.add(registry.requests.at(-1)?.headers.authorization);
      assert.equal(await registries.digest(image), digest);
    });

    it('believes a 404 to a login that could see the repository', async () => {
      const { registry, image } = await withImage({ auth });
      const registries = client({ credentials: [ALICE, BOB] });
      await registries.digest(image);
      assert.equal(await registries.digest({ ...image, tag: '2' }), undefined);
      assert.equal(countRequests(registry, 'HEAD'), 2);
    });

    it('finds that an image is absent', async () => {
      const { image } = await withImage({ auth });
      const registries = client({ credentials: [ALICE] });
      assert.equal(await registries.digest({ ...image, tag: '2' }), undefined);
      assert.deepEqual(await registries.acceptedCredential({ ...image, tag: '2' }), ALICE);
    });

    it('says whose password is wrong', async () => {
      const { registry, image } = await withImage({ auth });
      const error = await failureOf(client({ credentials: [WRONG] }).digest(image));
      assert.equal(error.failure, 'unauthorized');
      assert.equal(error.host, registry.host);
      assert.match(error.message, /rejects the login of user "alice"/);
      assert.match(error.nextStep ?? '', /docker login/);
    });

    it('says that a login is wanted', async () => {
      const { image } = await withImage({ auth });
      const error = await failureOf(client().inspect(image));
      assert.equal(error.failure, 'unauthorized');
      assert.match(error.message, /wants a login for shop\/web/);
    });

    it('says that a good login is denied, or the repository absent', async () => {
      const { image } = await withImage({ auth: { ...auth, permits: () => false } });
      const error = await failureOf(client({ credentials: [WRONG, ALICE] }).digest(image));
      assert.equal(error.failure, 'unauthorized');
      assert.match(
        error.message,
        /denies user "alice" access to shop\/web \(or there is no such repository\)/,
      );
    });
  });
}

describe('login without authentication', () => {
  it('is never sent', async () => {
    const { registry, image, digest } = await withImage({});
    const registries = client({ credentials: [ALICE] });
    assert.equal(await registries.digest(image), digest);
    assert.equal(await registries.acceptedCredential(image), undefined);
    assert.ok(registry.requests.every(({ headers }) => headers.authorization === undefined));
  });

  it('is sent when only the repository asks for it', async () => {
    const { image, digest } = await withImage({
      auth: { kind: 'basic', users: USERS },
      onRequest: ({ url }) => (url.pathname === '/v2/' ? { status: 200 } : undefined),
    });
    const registries = client({ credentials: [ALICE] });
    assert.equal(await registries.digest(image), digest);
    assert.deepEqual(await registries.acceptedCredential(image), ALICE);
  });

  it('cannot help against a plain 403', async () => {
    const { registry, image } = await withImage({
      onRequest: ({ url }) => (url.pathname === '/v2/' ? undefined : { status: 403 }),
    });
    assert.equal((await failureOf(client({ credentials: [ALICE] }).digest(image))).failure, 'unauthorized');
    assert.equal(countRequests(registry, 'HEAD'), 1);
  });
});

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
        method === 'HEAD'
          ? {
              status: 401,
              headers: {
                'www-authenticate': `Bearer realm="${url.origin}/token",scope="repository:x/shop/web:pull"`,
              },
            }
          : undefined,
    });
    await failureOf(client({ credentials: [ALICE] }).digest(image));
    const scopes = registry.requests.flatMap(({ url }) => url.searchParams.getAll('scope'));
    assert.ok(scopes.includes('repository:x/shop/web:pull'));
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
    assert.match((await failureOf(client().digest(image))).message, /wants a login/);
  });

  for (const [what, fault] of Object.entries({
    'answers something else': { status: 200, body: `{"tok": "${secret('leaked-s3cret')}"` },
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
    await failureOf(client({ credentials: [ALICE] }).digest(image));
    assert.match(tokens.requests[0]?.headers.authorization ?? '', /^Basic /);
    assert.ok(registry.requests.every(({ headers }) => !headers.authorization?.startsWith('Basic')));
  });
});
