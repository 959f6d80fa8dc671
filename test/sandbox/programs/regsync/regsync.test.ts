/** The sandbox's regsync does what the product's configuration says, and the product's reader understands its log. */
import assert from 'node:assert/strict';
import type { RegistryConnection } from '../../../../src/domain/credentials/credential.ts';
import type { AuthorizedCopy, CopyJobRequest } from '../../../../src/domain/ports/copy-engine.ts';
import { createAuthority, issueCertificate } from '../../../../src/sandbox/certificates/issue-certificate.ts';
import { requestLine } from '../../../../src/sandbox/registry/registry-request.ts';
import type {
  SandboxRegistry,
  SandboxRegistryOptions,
} from '../../../../src/sandbox/registry/sandbox-registry.ts';
import { startRegistry } from '../../../../src/sandbox/registry/start-registry.ts';
import { copy, copyRequest, digest } from '../../../adapters/copier/regsync/copy-request.ts';
import { namedRegistries } from '../../support/named-registries.ts';
import { logged, runFiles, runShard } from './run-regsync.ts';

const LOGIN = { kind: 'basic', username: 'mover', password: 'p"$\\w ' } as const;
const AUTH = { kind: 'basic', users: { mover: LOGIN.password } } as const;
const BEARER = { kind: 'bearer', users: { mover: LOGIN.password } } as const;

const SOURCE = 'old.example:5000';
const TARGET = 'new.example';

describe('the regsync of the sandbox', () => {
  let started: SandboxRegistry[] = [];

  afterEach(async () => {
    await Promise.all(started.map(async (registry) => registry.stop()));
    started = [];
  });

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

  it('writes the fallback tag where the target has no referrers API', async () => {
    const { source, target, network } = await registries({ target: { referrersApi: false } });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    refer(source, 'web', web.digest);
    // Such a registry does not answer with OCI-Subject.
    await runShard(plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]), network);
    assert.equal(target.store.manifest('web', '1')?.digest, web.digest);
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

  it('tries again what a busy server refused, and waits as long as it is told', async () => {
    let refusals = 3;
    const { source, target, network } = await registries({
      target: {
        onRequest: ({ method }) =>
          method === 'PUT' && refusals-- > 0 ? { status: 429, headers: { 'retry-after': '7' } } : undefined,
      },
    });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
      network,
    );
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.equal(target.store.manifest('web', '1')?.digest, web.digest);
  });

  it('sends a blob in chunks when it could not be sent whole', async () => {
    let broken = true;
    const { source, target, network } = await registries({
      target: {
        onRequest: ({ method, url }) => {
          if (method !== 'PUT' || !url.pathname.includes('/blobs/') || !broken) return undefined;
          broken = false;
          return { status: 503 };
        },
      },
    });
    const web = source.seedImage({ repository: 'web', tag: '1', layers: [Buffer.alloc(100, 'x')] });
    const run = await runShard(
      plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
      network,
    );
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.ok(target.requests.some(({ method }) => method === 'PATCH'));
  });

  it('waits while too few pulls are left', async () => {
    const { source, network } = await registries({
      source: { rateLimit: { pulls: 19, window: 3600 } },
    });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const stop = new AbortController();
    const request = plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]);
    const run = await runShard(request, network, {
      signal: stop.signal,
      log: (line) => {
        if (line.includes('Delaying')) stop.abort();
      },
    });
    assert.deepEqual(
      run.events.filter(({ type }) => type === 'rate-limited'),
      [{ type: 'rate-limited', seconds: 900 }],
    );
    assert.equal(run.exitCode, 1);
  });

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

  describe('an image that cannot be copied', () => {
    const table: readonly [string, Failing][] = [
      ['gone at the source', { reason: `${SOURCE}: not found [http 404]`, seed: false }],
      [
        'of a source that wants a login',
        { reason: `${SOURCE}: no credentials available: unauthorized`, source: { auth: AUTH } },
      ],
      [
        'of a source that refuses the login',
        {
          reason: `${SOURCE}: unauthorized`,
          source: { auth: { kind: 'basic', users: { mover: 'another' } } },
          login: true,
        },
      ],
      [
        'of a token service that refuses the login',
        {
          reason: `${SOURCE}: unauthorized`,
          source: { auth: { kind: 'bearer', users: { mover: 'another' } } },
          login: true,
        },
      ],
      [
        'to a target that lets nobody write',
        {
          reason: `${TARGET}: unauthorized [http 403]: DENIED denied`,
          target: { auth: { ...AUTH, permits: (_user, _repository, action) => action === 'pull' } },
          login: true,
        },
      ],
      [
        'to a target that breaks down',
        {
          reason: `${TARGET}: Service Unavailable [http 503]`,
          target: { onRequest: ({ method }) => (method === 'PUT' ? { status: 503 } : undefined) },
        },
      ],
      [
        'to a target of an unknown authority',
        {
          reason: `${TARGET}: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
          target: {
            tls: issueCertificate(createAuthority('unknown'), { names: ['new.example'] }),
          },
          targetTls: 'enabled',
        },
      ],
      [
        'to a target that speaks no TLS',
        { reason: `${TARGET}: http: server gave HTTP response to HTTPS client`, targetTls: 'enabled' },
      ],
    ];
    for (const [name, failing] of table) {
      it(`${name}: exit 1, with the reason; the next one is copied`, async () => {
        const { source, target, network } = await registries(failing);
        const web = source.seedImage({ repository: 'web', tag: '1' });
        const wanted = failing.seed === false ? digest('e') : web.digest;
        const login = failing.login === true ? { sourceCredential: LOGIN, targetCredential: LOGIN } : {};
        const connections = {
          [SOURCE]: { tls: 'disabled' },
          [TARGET]: { tls: failing.targetTls ?? 'disabled' },
          'good.example': { tls: 'disabled' },
        } as const;
        const good = await start({});
        const other = source.seedImage({ repository: 'other', tag: '1' });
        good.seedImage({ repository: 'other', tag: '1' });
        const request = copyRequest(
          [
            copy(`${SOURCE}/web@${wanted}`, `${TARGET}/web:1`, login),
            copy(`good.example/other@${other.digest}`, 'good.example/moved:1'),
          ],
          { parallelism: 1 },
          connections,
        );
        const run = await runShard(request, namedRegistries({ ...network.hosts, 'good.example': good }));
        assert.equal(run.exitCode, 1);
        assert.deepEqual(
          run.events.filter(({ type }) => type === 'failed'),
          [{ type: 'failed', target: `${TARGET}/web:1`, reason: failing.reason }],
        );
        assert.equal(target.store.manifest('web', '1'), undefined);
        assert.equal(good.store.manifest('moved', '1')?.digest, other.digest);
      });
    }

    it('at a closed port: connection refused', async () => {
      const { source, target, network } = await registries();
      const web = source.seedImage({ repository: 'web', tag: '1' });
      await target.stop();
      const run = await runShard(
        plainRequest([copy(`${SOURCE}/web@${web.digest}`, `${TARGET}/web:1`)]),
        network,
      );
      const [failed] = run.events.filter((event) => event.type === 'failed');
      assert.match(
        failed?.reason ?? '',
        /^new\.example: dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
      );
    });
  });

  it('says what is wrong with its files', async () => {
    const { network } = await registries();
    const argv = ['/regsync', 'once', '-c', '/config/regsync-0.yml'];
    const run = await runFiles({ argv, network, readFile: () => undefined });
    assert.deepEqual(run, {
      exitCode: 1,
      lines: ['open /config/regsync-0.yml: no such file or directory'],
      events: [],
    });
  });

  it('only looks with check, and reads users and passwords from files', async () => {
    const { source, target, network } = await registries({ source: { auth: AUTH } });
    source.seedImage({ repository: 'web', tag: '1' });
    const files: Readonly<Record<string, string>> = {
      '/c.yml': [
        'creds:',
        `- {registry: "${SOURCE}", tls: disabled, user: '{{file "/user"}}', pass: '{{env "PASS"}}'}`,
        `- {registry: ${TARGET}, tls: disabled}`,
        'sync:',
        `- {source: "${SOURCE}/web:1", target: "${TARGET}/web:1", type: image}`,
      ].join('\n'),
      '/user': 'mover\n',
    };
    const run = await runFiles({
      argv: ['/regsync', 'check', '--config=/c.yml', '--logopt=json'],
      env: { PASS: LOGIN.password },
      network,
      readFile: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
    });
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.deepEqual(logged(run), ['Image sync needed']);
    assert.equal(target.store.manifest('web', '1'), undefined);
  });

  it('copies whole repositories of signatures when it is told to: digest tags, and referrers by tag', async () => {
    const { source, target, network } = await registries({ source: { referrersApi: false } });
    const web = source.seedImage({ repository: 'web', tag: '1' });
    const hex = web.digest.replace(':', '-');
    const cosign = source.seedImage({ repository: 'web', tag: `${hex}.sig`, labels: { is: 'signature' } });
    const signature = refer(source, 'web', web.digest);
    const manifests = [
      { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: signature, size: 1 },
    ];
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const index = { schemaVersion: 2, mediaType, manifests };
    source.store.putManifest('web', { mediaType, content: Buffer.from(JSON.stringify(index)) }, hex);
    const config = [
      `creds: [{registry: "${SOURCE}", tls: disabled}, {registry: ${TARGET}, tls: disabled}]`,
      'defaults: {referrers: true, digestTags: true}',
      `sync: [{source: "${SOURCE}/web:1", target: "${TARGET}/web:1", type: image}]`,
    ].join('\n');
    const argv = ['/regsync', 'once', '-c', '/c.yml'];
    const run = await runFiles({
      argv,
      network,
      readFile: (path) => (path === '/c.yml' ? Buffer.from(config) : undefined),
    });
    assert.equal(run.exitCode, 0, run.lines.join('\n'));
    assert.equal(target.store.manifest('web', `${hex}.sig`)?.digest, cosign.digest);
    assert.ok(target.store.manifest('web', signature));
    assert.deepEqual(target.store.tags('web'), ['1', `${hex}.sig`]);
  });

  interface Failing {
    readonly reason: string;
    readonly seed?: boolean;
    readonly login?: boolean;
    readonly source?: SandboxRegistryOptions;
    readonly target?: SandboxRegistryOptions;
    readonly targetTls?: RegistryConnection['tls'];
  }

  async function start(options: SandboxRegistryOptions): Promise<SandboxRegistry> {
    const registry = await startRegistry(options);
    started.push(registry);
    return registry;
  }

  async function registries(options: Pick<Failing, 'source' | 'target'> = {}) {
    const source = await start(options.source ?? {});
    const target = await start(options.target ?? {});
    return { source, target, network: namedRegistries({ [SOURCE]: source, [TARGET]: target }) };
  }
});

function plainRequest(copies: readonly AuthorizedCopy[]): CopyJobRequest {
  const plain = { tls: 'disabled' } as const;
  return copyRequest(copies, { parallelism: 1 }, { [SOURCE]: plain, [TARGET]: plain });
}

/** Something like a signature. */
function refer(registry: SandboxRegistry, repository: string, subject: string): string {
  const config = registry.store.putBlob(repository, Buffer.from('{}'));
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: config, size: 2 };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    artifactType: 'application/vnd.example.signature',
    config: empty,
    layers: [],
    subject: { mediaType, digest: subject, size: 1 },
  };
  return registry.store.putManifest(repository, { mediaType, content: Buffer.from(JSON.stringify(manifest)) })
    .digest;
}
