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

function file(request: CopyJobRequest, name: string): string {
  return configFiles(request).find((candidate) => candidate.name === name)?.content ?? '';
}

function regsyncYaml(request: CopyJobRequest, index = 0): RegsyncYaml {
  return parse(file(request, `regsync-${index}.yml`)) as RegsyncYaml;
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

  it('writes one file per shard', () => {
    const copies = ['a', 'b', 'c'].map((path) => copy(`old.example/${path}@${A}`, `new.example/${path}:1`));
    const request = copyRequest(copies, { parallelism: 2 });
    assert.deepEqual(
      configFiles(request).map(({ name }) => name),
      ['config.json', 'regsync-0.yml', 'regsync-1.yml'],
    );
    assert.equal(regsyncYaml(request, 0).sync.length + regsyncYaml(request, 1).sync.length, 3);
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
    const others = configFiles(request).filter(({ name }) => name !== 'config.json');
    for (const { content } of others) assert.doesNotMatch(content, /hunter-2|refresh-me|bob/);
  });
});
