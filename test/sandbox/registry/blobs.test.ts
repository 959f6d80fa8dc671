import assert from 'node:assert/strict';
import { BLOB, DIGEST, errorCodes, locationOf, start } from './ask-registry.ts';

describe('sandbox registry: blobs', () => {
  it('takes a blob in two requests, and the second once', async () => {
    const { registry, ask } = await start();
    const begun = await ask('POST', '/v2/a/b/blobs/uploads/');
    assert.equal(begun.status, 202);
    const location = locationOf(begun);
    const last = await ask('PUT', `${location}?digest=${DIGEST}`, { body: BLOB });
    assert.deepEqual([last.status, last.headers.get('docker-content-digest')], [201, DIGEST]);
    assert.deepEqual(registry.store.blob('a/b', DIGEST), BLOB);
    assert.equal((await ask('PUT', `${location}?digest=${DIGEST}`, { body: BLOB })).status, 404);
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
