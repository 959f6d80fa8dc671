import assert from 'node:assert/strict';
import { digestOf } from '../../../src/sandbox/registry/digest-of.ts';
import { MEDIA_TYPES } from '../../../src/sandbox/registry/media-types.ts';
import { requestLine } from '../../../src/sandbox/registry/registry-request.ts';
import type {
  SandboxRegistry,
  SandboxRegistryOptions,
} from '../../../src/sandbox/registry/sandbox-registry.ts';
import { sandbox } from '../../support/sandbox-registry.ts';

const BLOB = Buffer.from('0123456789');
const DIGEST = digestOf(BLOB);
const EMPTY_INDEX = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests: [] });

async function start(options: SandboxRegistryOptions = {}) {
  const registry = await sandbox(options);
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, registry.url), { ...init, method, redirect: 'manual' });
  return { registry, ask };
}

async function errorCodes(response: Response): Promise<readonly string[]> {
  const { errors } = (await response.json()) as { errors: readonly { code: string }[] };
  return errors.map(({ code }) => code);
}

function locationOf(response: Response): string {
  return response.headers.get('location') ?? assert.fail('no location');
}

describe('sandbox registry: blobs', () => {
  it('takes a blob in chunks', async () => {
    const { registry, ask } = await start();
    const begun = await ask('POST', '/v2/a/b/blobs/uploads/');
    assert.equal(begun.status, 202);
    const location = locationOf(begun);
    const first = await ask('PATCH', location, {
      body: BLOB.subarray(0, 4),
      headers: { 'content-range': '0-3' },
    });
    assert.deepEqual([first.status, first.headers.get('range')], [202, '0-3']);
    const wrong = await ask('PATCH', location, {
      body: BLOB.subarray(6),
      headers: { 'content-range': '6-9' },
    });
    assert.deepEqual([wrong.status, wrong.headers.get('range')], [416, '0-3']);
    const state = await ask('GET', location);
    assert.deepEqual([state.status, state.headers.get('range')], [204, '0-3']);
    const last = await ask('PUT', `${location}?digest=${DIGEST}`, { body: BLOB.subarray(4) });
    assert.deepEqual([last.status, last.headers.get('docker-content-digest')], [201, DIGEST]);
    assert.deepEqual(registry.store.blob('a/b', DIGEST), BLOB);
    assert.equal((await ask('GET', location)).status, 404);
  });

  it('takes a blob in one request', async () => {
    const { ask } = await start();
    assert.equal((await ask('POST', `/v2/a/b/blobs/uploads/?digest=${DIGEST}`, { body: BLOB })).status, 201);
    const head = await ask('HEAD', `/v2/a/b/blobs/${DIGEST}`);
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10']);
    assert.equal(await (await ask('GET', `/v2/a/b/blobs/${DIGEST}`)).text(), '0123456789');
  });

  it('refuses a blob with another digest', async () => {
    const { ask } = await start();
    const answer = await ask('POST', `/v2/a/b/blobs/uploads/?digest=${DIGEST}`, { body: 'other' });
    assert.equal(answer.status, 400);
    assert.deepEqual(await errorCodes(answer), ['DIGEST_INVALID']);
    assert.equal((await ask('HEAD', `/v2/a/b/blobs/${DIGEST}`)).status, 404);
  });

  it('forgets an upload that was given up', async () => {
    const { ask } = await start();
    const location = locationOf(await ask('POST', '/v2/a/b/blobs/uploads/'));
    assert.equal((await ask('DELETE', location)).status, 204);
    assert.equal((await ask('PUT', `${location}?digest=${DIGEST}`, { body: BLOB })).status, 404);
  });

  it('mounts a blob of another repository, and only one that is there', async () => {
    const { registry, ask } = await start();
    registry.store.putBlob('from/here', BLOB);
    assert.equal((await ask('HEAD', `/v2/to/there/blobs/${DIGEST}`)).status, 404);
    const mounted = await ask('POST', `/v2/to/there/blobs/uploads/?mount=${DIGEST}&from=from/here`);
    assert.deepEqual([mounted.status, locationOf(mounted)], [201, `/v2/to/there/blobs/${DIGEST}`]);
    assert.equal((await ask('HEAD', `/v2/to/there/blobs/${DIGEST}`)).status, 200);
    const absent = await ask('POST', `/v2/x/y/blobs/uploads/?mount=${DIGEST}&from=no/where`);
    assert.equal(absent.status, 202);
  });

  it('hands out a range, and deletes', async () => {
    const { registry, ask } = await start();
    registry.store.putBlob('a/b', BLOB);
    const part = await ask('GET', `/v2/a/b/blobs/${DIGEST}`, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual(
      [part.status, part.headers.get('content-range'), await part.text()],
      [206, 'bytes 2-4/10', '234'],
    );
    const rest = await ask('GET', `/v2/a/b/blobs/${DIGEST}`, { headers: { range: 'bytes=8-' } });
    assert.equal(await rest.text(), '89');
    assert.equal(
      (await ask('GET', `/v2/a/b/blobs/${DIGEST}`, { headers: { range: 'bytes=10-' } })).status,
      416,
    );
    assert.equal((await ask('DELETE', `/v2/a/b/blobs/${DIGEST}`)).status, 202);
    assert.equal((await ask('DELETE', `/v2/a/b/blobs/${DIGEST}`)).status, 404);
  });
});

describe('sandbox registry: manifests', () => {
  const type = { 'content-type': MEDIA_TYPES.oci.index };

  it('are put by tag and by digest, read, and deleted', async () => {
    const { ask } = await start();
    const digest = digestOf(Buffer.from(EMPTY_INDEX));
    const put = await ask('PUT', '/v2/a/b/manifests/1', { body: EMPTY_INDEX, headers: type });
    assert.deepEqual([put.status, put.headers.get('docker-content-digest')], [201, digest]);
    assert.equal(
      (await ask('PUT', `/v2/a/b/manifests/${digest}`, { body: EMPTY_INDEX, headers: type })).status,
      201,
    );
    const got = await ask('GET', '/v2/a/b/manifests/1');
    assert.deepEqual(
      [got.headers.get('content-type'), await got.text()],
      [MEDIA_TYPES.oci.index, EMPTY_INDEX],
    );
    assert.equal((await ask('DELETE', '/v2/a/b/manifests/1')).status, 202);
    assert.deepEqual(await errorCodes(await ask('GET', '/v2/a/b/manifests/1')), ['MANIFEST_UNKNOWN']);
    assert.equal((await ask('HEAD', `/v2/a/b/manifests/${digest}`)).status, 200);
    assert.equal((await ask('DELETE', `/v2/a/b/manifests/${digest}`)).status, 202);
    assert.equal((await ask('HEAD', `/v2/a/b/manifests/${digest}`)).status, 404);
  });

  it('lose their tags with them', async () => {
    const { registry, ask } = await start();
    const { digest } = registry.seedImage({ repository: 'a/b', tag: '1' });
    await ask('DELETE', `/v2/a/b/manifests/${digest}`);
    assert.deepEqual(registry.store.tags('a/b'), []);
  });

  it('are hidden from a client that does not accept their type', async () => {
    const { registry, ask } = await start();
    registry.seedImage({ repository: 'a/b', tag: '1' });
    const path = '/v2/a/b/manifests/1';
    assert.equal((await ask('GET', path, { headers: { accept: MEDIA_TYPES.docker.manifest } })).status, 404);
    assert.equal(
      (await ask('GET', path, { headers: { accept: `x/y, ${MEDIA_TYPES.oci.manifest};q=1` } })).status,
      200,
    );
  });

  for (const [what, path, body, status, code] of [
    ['that are no JSON', 'manifests/1', '{', 400, 'MANIFEST_INVALID'],
    ['under a wrong digest', `manifests/${DIGEST}`, EMPTY_INDEX, 400, 'DIGEST_INVALID'],
    [
      'whose layers are absent',
      'manifests/1',
      JSON.stringify({ layers: [{ digest: DIGEST }] }),
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ],
    [
      'whose images are absent',
      'manifests/1',
      JSON.stringify({ manifests: [{ digest: DIGEST }] }),
      404,
      'MANIFEST_BLOB_UNKNOWN',
    ],
  ] as const) {
    it(`are refused ${what}`, async () => {
      const { ask } = await start();
      const answer = await ask('PUT', `/v2/a/b/${path}`, { body, headers: type });
      assert.equal(answer.status, status);
      assert.deepEqual(await errorCodes(answer), [code]);
    });
  }

  it('of a seeded image are whole', async () => {
    const { registry, ask } = await start();
    const image = registry.seedImage({
      repository: 'a/b',
      tag: '1',
      platforms: ['linux/amd64', 'linux/arm/v7'],
      attestation: true,
    });
    const index = (await (await ask('GET', '/v2/a/b/manifests/1')).json()) as {
      manifests: { digest: string; size: number }[];
    };
    assert.equal(index.manifests.length, 3);
    assert.deepEqual(
      Object.values(image.manifests),
      index.manifests.slice(0, 2).map(({ digest }) => digest),
    );
    for (const { digest, size } of index.manifests) {
      const content = Buffer.from(await (await ask('GET', `/v2/a/b/manifests/${digest}`)).arrayBuffer());
      assert.equal(content.length, size);
      const put = await ask('PUT', '/v2/a/b/manifests/copy', {
        body: content,
        headers: { 'content-type': MEDIA_TYPES.oci.manifest },
      });
      assert.equal(put.status, 201);
    }
  });
});

describe('sandbox registry: lists', () => {
  async function pages(
    ask: (method: string, path: string) => Promise<Response>,
    path: string,
  ): Promise<readonly unknown[]> {
    const answer = await ask('GET', path);
    const next = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    const page: unknown = await answer.json();
    return next === undefined ? [page] : [page, ...(await pages(ask, next))];
  }

  async function withTags(registry: SandboxRegistry): Promise<void> {
    for (const tag of ['c', 'a', 'b']) registry.seedImage({ repository: 'a/b', tag });
    registry.seedImage({ repository: 'z/y', tag: '1' });
    return Promise.resolve();
  }

  it('come in pages', async () => {
    const { registry, ask } = await start({ pageSize: 2 });
    await withTags(registry);
    assert.deepEqual(await pages(ask, '/v2/a/b/tags/list'), [
      { name: 'a/b', tags: ['a', 'b'] },
      { name: 'a/b', tags: ['c'] },
    ]);
    assert.deepEqual(await pages(ask, '/v2/_catalog?n=1'), [
      { repositories: ['a/b'] },
      { repositories: ['z/y'] },
    ]);
  });

  it('come whole when they fit', async () => {
    const { registry, ask } = await start();
    await withTags(registry);
    assert.deepEqual(await pages(ask, '/v2/a/b/tags/list?n=3'), [{ name: 'a/b', tags: ['a', 'b', 'c'] }]);
    assert.deepEqual(await errorCodes(await ask('GET', '/v2/no/where/tags/list')), ['NAME_UNKNOWN']);
  });

  it('name the referrers of a manifest', async () => {
    const { registry, ask } = await start();
    const { digest } = registry.seedImage({ repository: 'a/b', tag: '1' });
    const artifact = (artifactType: string): string =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MEDIA_TYPES.oci.index,
        artifactType,
        manifests: [],
        subject: { digest },
      });
    for (const artifactType of ['x/sbom', 'x/signature']) {
      const put = await ask('PUT', '/v2/a/b/manifests/t', {
        body: artifact(artifactType),
        headers: { 'content-type': MEDIA_TYPES.oci.index },
      });
      assert.equal(put.headers.get('oci-subject'), digest);
    }
    const list = async (query: string) => {
      const answer = await ask('GET', `/v2/a/b/referrers/${digest}${query}`);
      const { manifests } = (await answer.json()) as { manifests: { artifactType: string }[] };
      return [
        answer.headers.get('oci-filters-applied'),
        ...manifests.map(({ artifactType }) => artifactType),
      ];
    };
    assert.deepEqual(await list(''), [null, 'x/sbom', 'x/signature']);
    assert.deepEqual(await list('?artifactType=x/sbom'), ['artifactType', 'x/sbom']);
  });

  it('name no referrers where the registry is too old', async () => {
    const { ask } = await start({ referrersApi: false });
    assert.equal((await ask('GET', `/v2/a/b/referrers/${DIGEST}`)).status, 404);
  });
});

describe('sandbox registry: behaviour', () => {
  it('limits the rate of pulls', async () => {
    const { registry, ask } = await start({ rateLimit: { pulls: 2, window: 3600 } });
    registry.seedImage({ repository: 'a/b', tag: '1' });
    const path = '/v2/a/b/manifests/1';
    const remaining = async (method: string) => (await ask(method, path)).headers.get('ratelimit-remaining');
    assert.deepEqual(
      [await remaining('GET'), await remaining('HEAD'), await remaining('GET')],
      ['1;w=3600', '1;w=3600', '0;w=3600'],
    );
    const refused = await ask('GET', path);
    assert.equal(refused.status, 429);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait > 3590 && wait <= 3600);
    assert.deepEqual(await errorCodes(refused), ['TOOMANYREQUESTS']);
  });

  it('lets only those push who may', async () => {
    const { ask } = await start({
      auth: {
        kind: 'basic',
        users: { reader: 'r', writer: 'w' },
        permits: (user, _repository, action) => action === 'pull' || user === 'writer',
      },
    });
    const push = async (pair: string | undefined): Promise<number> => {
      const headers =
        pair === undefined ? {} : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
      return (await ask('POST', '/v2/a/b/blobs/uploads/', { headers })).status;
    };
    assert.deepEqual(
      [await push(undefined), await push('reader:r'), await push('writer:w'), await push('writer:x')],
      [401, 403, 202, 401],
    );
  });

  it('gives out tokens for a password, an identity token, and as much as is permitted', async () => {
    const { ask } = await start({
      auth: {
        kind: 'bearer',
        users: { me: 'p' },
        identityTokens: { id: 'me' },
        permits: (user, _repository, action) => user === 'me' && action === 'pull',
      },
    });
    const scope = 'repository:a/b:pull,push';
    const challenge = (await ask('POST', '/v2/a/b/blobs/uploads/')).headers.get('www-authenticate') ?? '';
    assert.ok(challenge.includes(`scope="${scope}"`));
    const forms = [
      { grant_type: 'password', username: 'me', password: 'p', scope },
      { grant_type: 'refresh_token', refresh_token: 'id', scope },
    ];
    for (const form of forms) {
      const answer = (await (await ask('POST', '/token', { body: new URLSearchParams(form) })).json()) as {
        access_token: string;
      };
      const headers = { authorization: `Bearer ${answer.access_token}` };
      assert.equal((await ask('GET', '/v2/a/b/tags/list', { headers })).status, 404);
      assert.equal((await ask('POST', '/v2/a/b/blobs/uploads/', { headers })).status, 401);
      assert.equal((await ask('GET', '/v2/a/other/tags/list', { headers })).status, 401);
    }
  });

  it('writes down what it was asked, refused or not', async () => {
    const { registry, ask } = await start({ auth: { kind: 'basic', users: {} } });
    await ask('GET', '/v2/a/b/tags/list?n=1');
    await ask('GET', '/nowhere');
    assert.deepEqual(registry.requests.map(requestLine), ['GET /v2/a/b/tags/list?n=1', 'GET /nowhere']);
  });

  it('answers 404 and 405 to what it does not know', async () => {
    const { ask } = await start();
    assert.equal((await ask('GET', '/v2/a/b/unknown')).status, 404);
    assert.equal((await ask('PUT', '/v2/_catalog')).status, 405);
    assert.equal((await ask('GET', '/v2/a/b/blobs/uploads/')).status, 405);
    assert.equal((await ask('GET', '/token')).status, 404);
  });
});
