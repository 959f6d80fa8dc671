import assert from 'node:assert/strict';
import { copySecrets } from '../../../../src/adapters/copier/regsync/copy-secrets.ts';
import { ExpectedError } from '../../../../src/domain/errors.ts';
import { OPTIONS } from './copy-request.ts';

const KIB = 1024;

function file(key: string, size: number) {
  return { key, content: 'x'.repeat(size), paths: [] };
}

function manifests(...args: Parameters<typeof copySecrets>) {
  return copySecrets(...args).map(({ manifest }) => manifest);
}

function keysOf(secret: object): string[] {
  return Object.keys((secret as { data: object }).data);
}

describe('copySecrets', () => {
  it('puts everything into one Secret of the given name', () => {
    const files = [
      { key: '0-config.json', content: '{"auths":{}}', paths: [] },
      { key: '0-regsync.yml', content: 'übung: 1\n', paths: [] },
    ];
    assert.deepEqual(manifests(files, { ...OPTIONS, labels: { run: '7' } }), [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 'image-copy',
          namespace: 'tools',
          labels: {
            'app.kubernetes.io/name': 'regsync',
            'app.kubernetes.io/component': 'image-copier',
            'app.kubernetes.io/managed-by': 'kubectl-registry-switch',
            run: '7',
          },
        },
        type: 'Opaque',
        data: {
          '0-config.json': Buffer.from('{"auths":{}}').toString('base64'),
          '0-regsync.yml': Buffer.from('übung: 1\n').toString('base64'),
        },
      },
    ]);
  });

  it('begins another Secret before one gets too large for kubectl apply', () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => file(name, 80 * KIB));
    const secrets = manifests(files, OPTIONS);
    assert.deepEqual(secrets.map(keysOf), [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    assert.deepEqual(
      secrets.map(({ metadata }) => metadata.name),
      ['image-copy', 'image-copy-1'],
    );
    // kubectl keeps the whole object in an annotation, and annotations hold 256 KiB.
    for (const secret of secrets) assert.ok(JSON.stringify(secret).length < 256 * KIB);
  });

  it('gives a large file a Secret of its own', () => {
    const secrets = manifests([file('a', 1), file('ca-0.crt', 300 * KIB), file('b', 1)], OPTIONS);
    assert.deepEqual(secrets.map(keysOf), [['a'], ['ca-0.crt'], ['b']]);
  });

  it('refuses what no Secret can hold, and says why', () => {
    assert.throws(
      () => copySecrets([file('ca-0.crt', 1024 * KIB + 1)], OPTIONS),
      (error) =>
        error instanceof ExpectedError &&
        /ca-0\.crt .* 1025 KiB, .* 1024 KiB/.test(error.message) &&
        error.nextStep !== undefined,
    );
  });
});
