import assert from 'node:assert/strict';
import type { RemoteImage } from '../../../../src/domain/ports/registry.ts';
import { formatPlatform } from '../../../../src/domain/image/platform.ts';
import { digestOf, type ImageSeed } from '../../../../src/sandbox/index.ts';
import { sandbox } from '../../../support/sandbox-registry.ts';
import { failureOf } from '../support/failure-of.ts';
import { client, imageOf } from '../support/client.ts';
import { putManifest } from './put-manifest.ts';

const OTHER = `sha256:${'0'.repeat(64)}` as const;

function platformNames(image: RemoteImage | undefined): readonly string[] | undefined {
  return image?.platforms.map(formatPlatform);
}

describe('inspection of an image', () => {
  const cases: Readonly<Record<string, readonly [Partial<ImageSeed>, readonly string[]]>> = {
    'a single OCI image': [{ platforms: ['linux/arm64/v8'] }, ['linux/arm64/v8']],
    'a single Docker image': [{ format: 'docker', platforms: ['windows/amd64'] }, ['windows/amd64']],
    'an OCI index': [{ platforms: ['linux/amd64', 'linux/arm/v7'] }, ['linux/amd64', 'linux/arm/v7']],
    'a Docker list': [
      { format: 'docker', platforms: ['linux/amd64', 'linux/s390x'] },
      ['linux/amd64', 'linux/s390x'],
    ],
    'an index with attestations': [{ attestation: true }, ['linux/amd64']],
    'a platform that comes twice': [
      { platforms: ['linux/amd64', 'linux/arm64', 'linux/amd64'] },
      ['linux/amd64', 'linux/arm64'],
    ],
  };
  for (const [what, [seed, platforms]] of Object.entries(cases)) {
    it(`reads digest, type and platforms of ${what}`, async () => {
      const registry = await sandbox();
      const { digest, mediaType, manifests } = registry.seedImage({
        repository: 'shop/web',
        tag: '1',
        ...seed,
      });
      const image = await client().inspect(imageOf(registry.host));
      assert.equal(image?.digest, digest);
      assert.equal(image.mediaType, mediaType);
      assert.deepEqual(platformNames(image), platforms);
      for (const entry of image.manifests)
        assert.equal(entry.digest, manifests[formatPlatform(entry.platform)]);
      assert.deepEqual(
        [...new Set(image.manifests.map(({ platform }) => formatPlatform(platform)))],
        platforms,
      );
    });
  }

  it('finds nothing where there is nothing', async () => {
    const registry = await sandbox();
    assert.equal(await client().inspect(imageOf(registry.host)), undefined);
  });

  it('reads the configuration where an index names no platform', async () => {
    const registry = await sandbox();
    const { digest, mediaType } = registry.seedImage({
      repository: 'shop/web',
      platforms: ['linux/riscv64'],
    });
    putManifest(registry, 'application/vnd.oci.image.index.v1+json', {
      schemaVersion: 2,
      manifests: [{ mediaType, digest }],
    });
    const image = await client().inspect(imageOf(registry.host));
    assert.deepEqual(platformNames(image), ['linux/riscv64']);
    assert.equal(image?.manifests[0]?.digest, digest);
  });

  it('tells of parts of an index of which nobody can say what they serve', async () => {
    const registry = await sandbox();
    const [gone, strange] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
    const unknown = { os: 'unknown', architecture: 'unknown' };
    putManifest(registry, 'application/vnd.oci.image.index.v1+json', {
      schemaVersion: 2,
      manifests: [
        { digest: gone },
        { digest: strange, platform: { architecture: 'amd64' } },
        { digest: OTHER, platform: unknown },
      ],
    });
    const image = await client().inspect(imageOf(registry.host));
    assert.deepEqual([image?.unplaced, image?.manifests, image?.complete], [[gone, strange], [], false]);
  });

  it('goes by the header where a manifest does not name its own type', async () => {
    const registry = await sandbox();
    const digest = registry.store.putBlob('shop/web', Buffer.from('{"os":"linux","architecture":"arm64"}'));
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest };
    putManifest(registry, 'application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      config,
      layers: [],
    });
    const image = await client().inspect(imageOf(registry.host));
    assert.equal(image?.mediaType, 'application/vnd.oci.image.manifest.v1+json');
    assert.deepEqual(platformNames(image), ['linux/arm64']);
  });

  it('goes by the header where an index does not name its own type', async () => {
    const registry = await sandbox();
    const type = 'application/vnd.docker.distribution.manifest.list.v2+json';
    putManifest(registry, type, { schemaVersion: 2, manifests: [] });
    assert.equal((await client().inspect(imageOf(registry.host)))?.mediaType, type);
  });

  it('knows an index by its looks where nobody names its type', async () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const body = JSON.stringify({ schemaVersion: 2, manifests: [{ digest: OTHER, platform }] });
    const headers = { 'content-type': 'application/json' };
    const registry = await sandbox({ onRequest: () => ({ status: 200, headers, body }) });
    const image = await client().inspect(imageOf(registry.host));
    assert.equal(image?.mediaType, 'application/vnd.oci.image.index.v1+json');
    assert.deepEqual(image.manifests, [{ platform, digest: OTHER }]);
  });

  it('tells the configuration of a manifest that it reads', async () => {
    const registry = await sandbox();
    registry.seedImage({ repository: 'shop/web', tag: '1' });
    const image = await client().inspect(imageOf(registry.host));
    const [manifest] = image?.manifests ?? [];
    const found = registry.store.manifest('shop/web', '1');
    const { config } = JSON.parse(found?.content.toString() ?? '') as { config: { digest: string } };
    assert.equal(manifest?.config, config.digest);
  });

  const linux = { os: 'linux', architecture: 'amd64' };
  const indexes: readonly [string, readonly unknown[], boolean][] = [
    ['all of whose entries name a platform', [linux, { ...linux, architecture: 'arm64' }], true],
    ['with an attestation', [linux, { os: 'unknown', architecture: 'unknown' }], true],
    ['with an entry whose platform says nothing', [linux, {}], false],
    ['with an entry of no architecture', [linux, { os: 'linux' }], false],
    ['with an entry without a platform that is not there', [linux, undefined], false],
    ['without an entry', [], false],
  ];
  for (const [name, platforms, complete] of indexes) {
    it(`knows ${complete ? 'everything' : 'not everything'} that can run of an index ${name}`, async () => {
      const registry = await sandbox();
      const manifests = platforms.map((platform, number) => ({
        digest: digestOf(Buffer.from(`${number}`)),
        ...(platform === undefined ? {} : { platform }),
      }));
      putManifest(registry, 'application/vnd.oci.image.index.v1+json', { schemaVersion: 2, manifests });
      assert.equal((await client().inspect(imageOf(registry.host)))?.complete, complete);
    });
  }

  it('sees no platform in what is no runnable image', async () => {
    const registry = await sandbox();
    const digest = registry.store.putBlob('shop/web', Buffer.from('{"os":"linux","architecture":"amd64"}'));
    const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest };
    putManifest(registry, 'application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      config,
      layers: [],
    });
    assert.deepEqual((await client().inspect(imageOf(registry.host)))?.platforms, []);
  });

  for (const [what, body] of Object.entries({ 'no JSON': '<html>', 'no object': '[]' })) {
    it(`refuses a manifest that is ${what}`, async () => {
      const registry = await sandbox({ onRequest: () => ({ status: 200, body }) });
      assert.equal((await failureOf(client().inspect(imageOf(registry.host)))).failure, 'invalid');
    });
  }

  it('says so when the configuration is missing', async () => {
    const registry = await sandbox();
    const { configs } = registry.seedImage({ repository: 'shop/web', tag: '1' });
    registry.store.deleteBlob('shop/web', configs[0] ?? '');
    const error = await failureOf(client().inspect(imageOf(registry.host)));
    assert.match(error.message, /does not return a part/);
  });
});
