import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { mappedSources, namedSources } from '../../../src/domain/mapping/source-matcher.ts';

describe('mappedSources', () => {
  const matches = mappedSources(
    buildMapping({
      from: ['quay.io'],
      to: 'quay.io/mirror',
      rules: [{ from: 'gcr.io/app', to: 'new.example' }],
    }),
  );
  const cases: readonly (readonly [name: string, image: string, from: boolean])[] = [
    ['an image of the source', 'quay.io/a/x:1', true],
    ['an image at the target', 'quay.io/mirror/a/x:1', false],
    ['an image from elsewhere', 'nginx', false],
    ['a malformed reference', 'quay.io/A', false],
    ['an image that no legal target could be found for', 'gcr.io/app:1', true],
  ];
  for (const [name, image, from] of cases) {
    it(`says ${from ? 'yes' : 'no'} to ${name}, however often it is asked`, () => {
      assert.deepEqual([matches(image), matches(image)], [from, from]);
    });
  }
});

describe('namedSources', () => {
  it('knows only prefixes', () => {
    const matches = namedSources(['docker.io/library', 'quay.io']);
    assert.deepEqual(['nginx', 'me/app', 'quay.io/x'].map(matches), [true, false, true]);
  });

  it('knows Docker Hub by all of its names, whichever was given', () => {
    const names = ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'];
    for (const from of names) {
      const matches = namedSources([from]);
      for (const name of names) assert.ok(matches(`${name}/library/nginx:1`), `${from} ${name}`);
      assert.ok(matches('nginx'));
      assert.ok(!matches('registry-1.docker.io.evil.example/library/nginx'));
    }
  });

  it('knows a host with the port that goes without saying, and no other port', () => {
    for (const from of ['old.example', 'old.example:443']) {
      const matches = namedSources([from]);
      const images = ['old.example/x', 'old.example:443/x', 'old.example:4430/x', 'old.example:5000/x'];
      assert.deepEqual(images.map(matches), [true, true, false, false], from);
    }
    assert.ok(namedSources(['docker.io'])('registry-1.docker.io:443/library/nginx'));
  });

  it('refuses a malformed prefix', () => {
    assert.throws(() => namedSources(['https://quay.io']), UsageError);
  });
});
