import assert from 'node:assert/strict';
import { deckhouseEstate, pushDeckhouseImages } from '../../../src/sandbox/index.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;

/** The object of that kind and name in d8-system, as JSON. */
async function find(kind: string, name: string) {
  const pushed = await pushDeckhouseImages('ee', () => ({ digest: DIGEST }));
  const login = { username: 'u', password: 'p' };
  const images = { base: 'old.example:5000/ee', login, ...pushed };
  const estate = await deckhouseEstate({ generation: 'copier', images });
  const found = estate.find(
    ({ resource, object: { metadata } }) =>
      resource.kind === kind && metadata.name === name && metadata.namespace === 'd8-system',
  );
  return JSON.parse(JSON.stringify(found?.object)) as unknown;
}

describe('the estate of Deckhouse', () => {
  it('has the Secret of its registry', async () => {
    const { data, metadata, type } = (await find('Secret', 'deckhouse-registry')) as {
      data: Record<string, string>;
      metadata: { labels: object };
      type: string;
    };
    const texts = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
    assert.deepEqual(Object.fromEntries(texts), {
      '.dockerconfigjson': '{"auths":{"old.example:5000":{"auth":"dTpw"}}}',
      address: 'old.example:5000',
      path: '/ee',
      scheme: 'https',
      clusterIsBootstrapped: '"true"',
      imagesRegistry: 'old.example:5000/ee',
    });
    assert.equal(type, 'kubernetes.io/dockerconfigjson');
    assert.deepEqual(metadata.labels, {
      heritage: 'deckhouse',
      module: 'deckhouse',
      app: 'registry',
      name: 'deckhouse-registry',
    });
  });

  it('has Deckhouse by tag, and what is beside it by digest', async () => {
    const { spec } = (await find('Deployment', 'deckhouse')) as {
      spec: {
        strategy: object;
        template: { spec: Record<'containers' | 'initContainers', { name: string; image: string }[]> };
      };
    };
    const { containers, initContainers } = spec.template.spec;
    assert.deepEqual(spec.strategy, { type: 'Recreate' });
    assert.deepEqual(
      [...initContainers, ...containers].map(({ name, image }) => [name, image]),
      [
        ['init-downloaded-modules', `old.example:5000/ee@${DIGEST}`],
        ['deckhouse', 'old.example:5000/ee:v1.40.0'],
        ['kube-rbac-proxy', `old.example:5000/ee@${DIGEST}`],
      ],
    );
  });
});
