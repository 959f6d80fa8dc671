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
