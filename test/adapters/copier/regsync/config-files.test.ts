import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { configFiles } from '../../../../src/adapters/copier/regsync/config-files.ts';
import type { Credential } from '../../../../src/domain/credentials/credential.ts';
import type { CopyJobRequest } from '../../../../src/domain/ports/copy-engine.ts';
import { copy, copyRequest, digest } from './copy-request.ts';

const A = digest('a');
const alice: Credential = { kind: 'basic', username: 'al:ice', password: ' q"u\\o$te ' };
const bob: Credential = { kind: 'basic', username: 'bob', password: 'hunter-2' };
const token: Credential = { kind: 'identity-token', token: 'refresh-me' };

interface RegsyncYaml {
  readonly version: number;
  readonly creds: readonly Readonly<Record<string, unknown>>[];
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly sync: readonly Readonly<Record<string, unknown>>[];
}

/** As the pod of a shard sees it. */
function file(request: CopyJobRequest, name: string, shard = 0): string {
  return configFiles(request).find(({ paths }) => paths.includes(`${shard}/${name}`))?.content ?? '';
}

function regsyncYaml(request: CopyJobRequest, shard = 0): RegsyncYaml {
  return parse(file(request, 'regsync.yml', shard)) as RegsyncYaml;
}

/** The names of the files that the pod of a shard sees. */
function filesOf(request: CopyJobRequest, shard: number): string[] {
  const paths = configFiles(request).flatMap((one) => one.paths);
  return paths.flatMap((path) => (path.startsWith(`${shard}/`) ? [path.slice(2)] : [])).toSorted();
}

describe('configFiles', () => {
  it('copies from a digest to a tag', () => {
    const request = copyRequest([copy(`old.example:5000/shop/web:1.2@${A}`, 'new.example/m/web:1.2')]);
    assert.deepEqual(regsyncYaml(request).sync, [
      { source: `old.example:5000/shop/web@${A}`, target: 'new.example/m/web:1.2', type: 'image' },
    ]);
  });

  it('copies one image after another, so that a stopped pod is not taken for done', () => {
    const { version, defaults } = regsyncYaml(copyRequest([copy(`o.example/a@${A}`, 'n.example/a:1')]));
    assert.equal(version, 1);
    assert.deepEqual(defaults, {
      parallel: 0,
      referrers: true,
      digestTags: false,
      ratelimit: { min: 20, retry: '15m' },
    });
  });

  it('writes a list and logins for each shard', () => {
    const copies = ['a', 'b', 'c'].map((path) => copy(`old.example/${path}@${A}`, `new.example/${path}:1`));
    const request = copyRequest(copies, { parallelism: 2 });
    assert.deepEqual(
      configFiles(request).map(({ key }) => key),
      ['0-config.json', '0-regsync.yml', '1-config.json', '1-regsync.yml'],
    );
    for (const shard of [0, 1]) assert.deepEqual(filesOf(request, shard), ['config.json', 'regsync.yml']);
    assert.equal(regsyncYaml(request, 0).sync.length + regsyncYaml(request, 1).sync.length, 3);
  });

  it('gives a shard no login, registry or CA that only another needs', () => {
    const ca = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const request = copyRequest(
      [
        copy(`a.example/x@${A}`, 'new.example/a:1', { sourceCredential: alice, targetCredential: token }),
        copy(`b.example/x@${A}`, 'new.example/b:1', { sourceCredential: bob, targetCredential: token }),
      ],
      { parallelism: 2 },
      { 'b.example': { tls: 'enabled', ca } },
    );
    const [first, second] = [0, 1].map((shard) => {
      const { auths } = JSON.parse(file(request, 'config.json', shard)) as { readonly auths: object };
      return { auths: Object.keys(auths), files: filesOf(request, shard) };
    });
    assert.deepEqual(first, {
      auths: ['a.example', 'new.example'],
      files: ['config.json', 'regsync.yml'],
    });
    assert.deepEqual(second, {
      auths: ['b.example', 'new.example'],
      files: ['ca-0.crt', 'config.json', 'regsync.yml'],
    });
    assert.deepEqual(
      regsyncYaml(request, 0).creds.map(({ registry }) => registry),
      ['a.example', 'new.example'],
    );
  });

  it('uses a name of its own for a second login at the same host', () => {
    const request = copyRequest(
      [
        copy(`old.example/a/x@${A}`, 'new.example/a:1', { sourceCredential: alice, targetCredential: token }),
        copy(`old.example/b/x@${A}`, 'new.example/b:1', { sourceCredential: bob, targetCredential: token }),
      ],
      { parallelism: 1 },
    );
    const { creds, sync } = regsyncYaml(request);
    assert.deepEqual(
      creds.map(({ registry, hostname }) => [registry, hostname]),
      [
        ['old.example', 'old.example'],
        ['new.example', 'new.example'],
        ['login-2.registry-switch.internal', 'old.example'],
      ],
    );
    assert.deepEqual(
      sync.map(({ source }) => source),
      [`old.example/a/x@${A}`, `login-2.registry-switch.internal/b/x@${A}`],
    );
    assert.deepEqual(JSON.parse(file(request, 'config.json')), {
      auths: {
        'old.example': { username: 'al:ice', password: ' q"u\\o$te ' },
        'new.example': { identitytoken: 'refresh-me' },
        'login-2.registry-switch.internal': { username: 'bob', password: 'hunter-2' },
      },
    });
  });

  it('dials Docker Hub where its images are', () => {
    const hub = copyRequest(
      [
        copy(`docker.io/library/nginx@${A}`, 'new.example/nginx:1'),
        copy(`docker.io/me/app@${A}`, 'new.example/app:1', { sourceCredential: bob }),
      ],
      { parallelism: 1 },
    );
    assert.deepEqual(
      regsyncYaml(hub).creds.map(({ registry, hostname }) => [registry, hostname]),
      [
        ['docker.io', 'registry-1.docker.io'],
        ['new.example', 'new.example'],
        ['login-2.registry-switch.internal', 'registry-1.docker.io'],
      ],
    );
    assert.equal(regsyncYaml(hub).sync[0]?.source, `docker.io/library/nginx@${A}`);
  });

  it('sets TLS and CA of each host, for its other names too; one file for one CA', () => {
    const ca = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const request = copyRequest(
      [
        copy(`old.example/a@${A}`, 'new.example/a:1', { sourceCredential: alice }),
        copy(`old.example/b@${A}`, 'plain.example/b:1', { sourceCredential: bob }),
        copy(`old.example/c@${A}`, 'loose.example/c:1', { sourceCredential: bob }),
      ],
      { parallelism: 1 },
      {
        'old.example': { tls: 'enabled', ca },
        'new.example': { tls: 'enabled', ca },
        'plain.example': { tls: 'disabled' },
        'loose.example': { tls: 'insecure' },
      },
    );
    const regcert = '{{file "/config/ca-0.crt"}}';
    assert.deepEqual(
      regsyncYaml(request).creds.map(({ hostname, tls, regcert }) => [hostname, tls, regcert]),
      [
        ['old.example', 'enabled', regcert],
        ['new.example', 'enabled', regcert],
        ['old.example', 'enabled', regcert],
        ['plain.example', 'disabled', undefined],
        ['loose.example', 'insecure', undefined],
      ],
    );
    assert.equal(file(request, 'ca-0.crt'), ca);
    assert.equal(file(request, 'ca-1.crt'), '');
  });

  it('has a token per repository and many requests at a time', () => {
    const { creds } = regsyncYaml(copyRequest([copy(`old.example/a@${A}`, 'new.example/a:1')]));
    assert.deepEqual(
      creds.map(({ repoAuth, reqConcurrent }) => [repoAuth, reqConcurrent]),
      [
        [true, 16],
        [true, 16],
      ],
    );
  });

  it('keeps every secret out of all files but config.json', () => {
    const request = copyRequest([
      copy(`old.example/a@${A}`, 'new.example/a:1', { sourceCredential: bob, targetCredential: token }),
    ]);
    const others = configFiles(request).filter(({ key }) => !key.endsWith('-config.json'));
    for (const { content } of others) assert.doesNotMatch(content, /hunter-2|refresh-me|bob/);
  });
});
