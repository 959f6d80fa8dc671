import assert from 'node:assert/strict';
import type { SandboxAuth } from '../../../../src/sandbox/index.ts';
import { client, imageOf } from '../support/client.ts';
import { failureOf } from '../support/failure-of.ts';
import { ALICE, USERS, withImage } from '../support/private-image.ts';
import { countRequests, requestLines } from '../support/request-lines.ts';
import { basic } from '../support/secrets.ts';

const BOB = basic('bob');
const WRONG = basic('alice', 'wr0ng-s3cret');
const PUBLIC = (username: string | undefined, _repository: string, action: string): boolean =>
  username !== undefined || action === 'pull';

const KINDS: Readonly<Record<string, SandboxAuth & { readonly kind: 'basic' | 'bearer' }>> = {
  basic: { kind: 'basic', users: USERS },
  bearer: { kind: 'bearer', users: USERS },
};

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
      assert.match(error.message, /requires a login for shop\/web/);
    });

    it('says that a good login is denied, or the repository absent', async () => {
      const { image } = await withImage({ auth: { ...auth, permits: () => false } });
      const error = await failureOf(client({ credentials: [WRONG, ALICE] }).digest(image));
      assert.equal(error.failure, 'hidden');
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
    assert.equal((await failureOf(client({ credentials: [ALICE] }).digest(image))).failure, 'hidden');
    assert.equal(countRequests(registry, 'HEAD'), 1);
  });
});
