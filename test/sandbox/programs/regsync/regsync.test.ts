/** The sandbox's regsync does what the product's configuration says, and the product's reader understands its log. */
import assert from 'node:assert/strict';
import { createAuthority, issueCertificate } from '../../../../src/sandbox/certificates/issue-certificate.ts';
import { requestLine } from '../../../../src/sandbox/registry/registry-request.ts';
import { copy, copyRequest } from '../../../adapters/copier/regsync/copy-request.ts';
import { logged, runShard } from './run-regsync.ts';
import { refer } from '../../../support/refer.ts';
import { AUTH, LOGIN, plainRequest, registries, SOURCE, TARGET } from './two-registries.ts';

const BEARER = { kind: 'bearer', users: { mover: LOGIN.password } } as const;

describe('the regsync of the sandbox', () => {
  it('copies images with all their platforms, blobs and referrers; the log tells when each is done', async () => {
    const { source, target, network } = await registries();
    const web = source.seedImage({
      repository: 'shop/web',
      tag: '1',
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    const db = source.seedImage({ repository: 'data/db', format: 'docker', attestation: true });
    const signature = refer(source, 'shop/web', web.digest);
    const request = plainRequest([
      copy(`${SOURCE}/shop/web@${web.digest}`, `${TARGET}/m/web:1`),
      copy(`${SOURCE}/data/db@${db.digest}`, `${TARGET}/m/db:2`),
    ]);
    const run = await runShard(request, network);
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.equal(target.store.manifest('m/web', '1')?.digest, web.digest);
    assert.equal(target.store.manifest('m/db', '2')?.digest, db.digest);
    for (const child of Object.values(web.manifests)) assert.ok(target.store.manifest('m/web', child));
    assert.ok(target.store.manifest('m/web', signature), 'the signature came along');
    const told = run.events.filter(({ type }) => type !== 'layer');
    assert.deepEqual(told, [
      { type: 'started', target: `${TARGET}/m/web:1` },
      { type: 'finished', target: `${TARGET}/m/web:1` },
      { type: 'started', target: `${TARGET}/m/db:2` },
      { type: 'finished', target: `${TARGET}/m/db:2` },
    ]);
    assert.ok(logged(run).includes('Copy layer'));
  });

  it('transfers nothing the second time', async () => {
    const { source, target, network } = await registries();
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const request = plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]);
    await runShard(request, network);
    const before = target.requests.length;
    const run = await runShard(request, network);
    assert.deepEqual(logged(run), ['Image refreshing']);
    assert.deepEqual(
      target.requests.slice(before).filter(({ method }) => method !== 'HEAD'),
      [],
    );
    assert.deepEqual(
      run.events.map(({ type }) => type),
      ['started', 'finished'],
    );
  });

  it('brings what refers to the platforms of an index that is at the target already', async () => {
    const { source, target, network } = await registries();
    const platforms = ['linux/amd64', 'linux/arm64'];
    const web = source.seedImage({ repository: 'web', tag: '1', platforms });
    const request = plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]);
    await runShard(request, network);
    const signature = refer(source, 'web', web.manifests['linux/arm64'] ?? '');
    const run = await runShard(request, network);
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.ok(target.store.manifest('web', signature));
  });

  it('mounts blobs when source and target are one registry', async () => {
    const { source, network } = await registries();
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${SOURCE}/moved/web:1`)]),
      network,
    );
    assert.equal(run.exitCode, 0);
    const lines = source.requests.map(requestLine);
    assert.ok(lines.some((line) => line.includes('from=web')));
    assert.ok(!lines.some((line) => line.startsWith('PUT') && line.includes('/blobs/')));
  });

  for (const [kind, auth] of Object.entries({ basic: AUTH, bearer: BEARER })) {
    it(`logs in at registries with ${kind} authentication over TLS of a private authority`, async () => {
      const authority = createAuthority('private');
      const tls = issueCertificate(authority, { names: ['old.example', 'new.example'] });
      const { source, target, network } = await registries({ source: { auth, tls }, target: { auth, tls } });
      const web = source.seedImage({
        repository: 'web',
        tag: '1',
        platforms: ['linux/amd64', 'linux/arm64'],
      });
      const login = { sourceCredential: LOGIN, targetCredential: LOGIN };
      const connection = { tls: 'enabled', ca: authority.certificate } as const;
      const request = copyRequest(
        [copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`, login)],
        {},
        { [SOURCE]: connection, [TARGET]: connection },
      );
      const run = await runShard(request, network);
      assert.equal(run.exitCode, 0, run.lines.join('\n'));
      assert.equal(target.store.manifest('web', '1')?.digest, web.digest);
      assert.doesNotMatch(run.lines.join('\n'), /\$\\w/);
    });
  }

  it('fails when it is told to end, and its reader blames no image', async () => {
    const stop = new AbortController();
    const { source, network } = await registries({
      target: {
        onRequest: ({ method }) => {
          if (method === 'POST') stop.abort();
          return undefined;
        },
      },
    });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const db = source.seedImage({ repository: 'db', tag: '1' });
    const request = plainRequest([
      copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`),
      copy(`${SOURCE}/db@${db.digest}`, `${TARGET}/db:1`),
    ]);
    const run = await runShard(request, network, { signal: stop.signal });
    assert.equal(run.exitCode, 1);
    assert.deepEqual(
      run.events.filter(({ type }) => type === 'failed' || type === 'finished'),
      [],
    );
  });
});
