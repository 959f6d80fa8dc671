import assert from 'node:assert/strict';
import { UsageError } from '../../../src/domain/errors.ts';
import { customImageFields, parseCustomImages } from '../../../src/domain/inventory/custom-images.ts';
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import { DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';
import { deployment } from '../../support/builders/workloads.ts';

describe('parseCustomImages', () => {
  it('joins the paths of one resource', () => {
    const flags = ['as.example={.spec.a}', 'bs.example={.spec.b}', ' As.example = {.spec.c} '];
    assert.deepEqual(parseCustomImages(flags), [
      { resourceName: 'as.example', paths: ['{.spec.a}', '{.spec.c}'] },
      { resourceName: 'bs.example', paths: ['{.spec.b}'] },
    ]);
  });

  it('keeps equals signs of the path', () => {
    const [found] = parseCustomImages(["as.example={.spec.list[?(@.name=='x')].image}"]);
    assert.deepEqual(found?.paths, ["{.spec.list[?(@.name=='x')].image}"]);
  });

  for (const flag of ['', 'as.example', '={.spec.a}', 'as.example=', 'as.example={.spec[}']) {
    it(`refuses ${JSON.stringify(flag)}`, () => {
      assert.throws(() => parseCustomImages([flag]), UsageError);
    });
  }
});

describe('customImageFields', () => {
  const object = {
    ...prometheus(),
    spec: { image: 'a', sidecars: [{ name: 'x', image: 'b' }, { name: 'y' }], version: 3, empty: '' },
  };
  const cases: readonly [string, string[], [pointer: string, image: string][]][] = [
    ['one value', ['{.spec.image}'], [['/spec/image', 'a']]],
    ['every value of a list', ['{.spec.sidecars[*].image}'], [['/spec/sidecars/0/image', 'b']]],
    ['no value twice', ['{.spec.image}', '.spec.image'], [['/spec/image', 'a']]],
    ['nothing but text', ['{.spec.version}', '{.spec.empty}', '{.spec.sidecars}', '{.spec.nothing}'], []],
  ];
  for (const transport of ['docker://', 'oci://', 'containerd://']) {
    it(`takes the image after ${transport}, and knows what it stands in`, () => {
      const text = `${transport}old.example/a:1`;
      const [found] = customImageFields({ ...object, spec: { image: text } }, ['{.spec.image}']);
      assert.equal(found?.image, 'old.example/a:1');
      assert.deepEqual(found.within, { text, start: transport.length });
    });
  }

  for (const [name, paths, expected] of cases) {
    it(`takes ${name}`, () => {
      assert.deepEqual(
        customImageFields(object, paths),
        expected.map(([pointer, image]) => ({ slot: 'field', name: pointer, image, pointer })),
      );
    });
  }
});

describe('parseCustomImages: split images', () => {
  const paths = [
    '{.spec.image.repository}:{.spec.image.tag}',
    '{.spec.registry}/{.spec.repository}:{.spec.tag}@{.spec.digest}',
    '{.spec.registry}/{.spec.project}/{.spec.name}@{.spec.digest}',
    "{.spec.images[?(@.name=='{x}')].repository}:{.spec.version}",
    '{.spec.images[*].repository}:{.spec.images[*].tag}',
  ];
  for (const path of paths) {
    it(`keeps ${path} whole`, () => {
      assert.deepEqual(parseCustomImages([`as.example=${path}`]), [
        { resourceName: 'as.example', paths: [path] },
      ]);
    });
  }

  for (const path of [
    '{.spec.repository}-{.spec.tag}',
    '{.spec.repository}{.spec.tag}',
    'old.example/{.spec.repository}:{.spec.tag}',
    '{.spec.repository}:{.spec.tag}-alpine',
    '{.spec.repository}@{.spec.digest}:{.spec.tag}',
    '{.spec.repository}:{.spec.tag}/{.spec.more}',
    '{.spec.repository}:{.spec.tag',
    '{.spec[}:{.spec.tag}',
    '{..repository}:{..tag}',
    '{.spec.repository}:{.spec.tags[*]}',
  ]) {
    it(`refuses ${path}`, () => {
      assert.throws(() => parseCustomImages([`as.example=${path}`]), UsageError);
    });
  }
});

describe('customImageFields: split images', () => {
  function fields(spec: object, ...paths: string[]): [name: string, image: string][] {
    return customImageFields({ ...prometheus(), spec }, paths).map(({ name, image }) => [name, image]);
  }

  it('reads the parts as one', () => {
    const spec = { image: { registry: 'old.example', repository: 'team/a', tag: '1', digest: '' } };
    assert.deepEqual(
      fields(spec, '{.spec.image.registry}/{.spec.image.repository}:{.spec.image.tag}@{.spec.image.digest}'),
      [
        [
          '{/spec/image/registry}/{/spec/image/repository}:{/spec/image/tag}@{/spec/image/digest}',
          'old.example/team/a:1',
        ],
      ],
    );
  });

  it('pairs the parts of each item of a list, also where one lacks its tag', () => {
    const spec = {
      version: 3,
      images: [{ repository: 'old.example/a' }, { repository: 'old.example/b', tag: '2' }, { tag: '3' }],
    };
    assert.deepEqual(fields(spec, '{.spec.images[*].repository}:{.spec.images[*].tag}'), [
      ['{/spec/images/0/repository}', 'old.example/a'],
      ['{/spec/images/1/repository}:{/spec/images/1/tag}', 'old.example/b:2'],
    ]);
    assert.deepEqual(fields(spec, '{.spec.images[*].repository}:{.spec.version}'), [
      ['{/spec/images/0/repository}:{/spec/version}', 'old.example/a:3'],
      ['{/spec/images/1/repository}:{/spec/version}', 'old.example/b:3'],
    ]);
  });

  it('is the image of its repository also where that was named alone', () => {
    const spec = { repository: 'old.example/a', tag: '1' };
    const found = fields(spec, '{.spec.repository}', '{.spec.repository}:{.spec.tag}');
    assert.deepEqual(
      found.map(([, image]) => image),
      ['old.example/a:1'],
    );
  });

  it('counts the registry and the digest beside the repository, named or not', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const spec = { registry: 'old.example', repository: 'team/a', tag: '1', digest };
    assert.deepEqual(fields(spec, '{.spec.repository}:{.spec.tag}'), [
      ['{/spec/repository}:{/spec/tag}', `old.example/team/a:1@${digest}`],
    ]);
  });
});

describe('imageReader', () => {
  const names = [
    'prometheuses.monitoring.coreos.com',
    'prometheuses',
    'prometheuses.v1.monitoring.coreos.com',
  ];
  for (const resourceName of names) {
    it(`reads a custom resource by the paths given for ${resourceName}`, () => {
      const read = imageReader([{ resourceName, paths: ['{.spec.image}'] }]);
      assert.deepEqual(
        read(PROMETHEUSES, prometheus({ image: 'a' })).map(({ image }) => image),
        ['a'],
      );
    });
  }

  it('reads built-in kinds by itself', () => {
    const read = imageReader([{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }]);
    assert.deepEqual(
      read(DEPLOYMENTS, deployment({ image: 'b' })).map(({ slot, image }) => [slot, image]),
      [['container', 'b']],
    );
  });
});
