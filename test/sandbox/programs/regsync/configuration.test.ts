import assert from 'node:assert/strict';
import { logged, runFiles } from './run-regsync.ts';
import { AUTH, LOGIN, refer, registries, SOURCE, TARGET } from './two-registries.ts';

describe('the regsync of the sandbox: its configuration', () => {
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
});
