import assert from 'node:assert/strict';
import { imageFields } from '../../../src/domain/image-fields/image-field.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { pod } from '../../support/builders/pod.ts';
import {
  cronJob,
  daemonSet,
  deployment,
  job,
  replicaSet,
  replicationController,
  statefulSet,
} from '../../support/builders/workloads.ts';

const IN_TEMPLATE = '/spec/template/spec';

describe('imageFields', () => {
  const kinds: readonly [KubernetesObject, string][] = [
    [pod({ image: 'a' }), '/spec'],
    [deployment({ image: 'a' }), IN_TEMPLATE],
    [replicaSet({ image: 'a' }), IN_TEMPLATE],
    [replicationController({ image: 'a' }), IN_TEMPLATE],
    [statefulSet({ image: 'a' }), IN_TEMPLATE],
    [daemonSet({ image: 'a' }), IN_TEMPLATE],
    [job({ image: 'a' }), IN_TEMPLATE],
    [cronJob({ image: 'a' }), '/spec/jobTemplate/spec/template/spec'],
  ];
  for (const [object, path] of kinds) {
    it(`finds the containers of a ${object.kind}`, () => {
      assert.deepEqual(imageFields(object), [
        {
          slot: 'container',
          name: 'app',
          image: 'a',
          pointer: `${path}/containers/0/image`,
          namePointer: `${path}/containers/0/name`,
        },
      ]);
    });
  }

  it('finds every place of an image, in the order of the start', () => {
    const object = pod({
      initContainers: { one: 'i1', two: 'i2' },
      containers: { app: 'c' },
      ephemeralContainers: { debug: 'e' },
      volumes: [{ name: 'scratch' }],
      imageVolumes: { data: 'v' },
    });
    assert.deepEqual(
      imageFields(object).map(({ slot, name, image, pointer }) => [slot, name, image, pointer]),
      [
        ['initContainer', 'one', 'i1', '/spec/initContainers/0/image'],
        ['initContainer', 'two', 'i2', '/spec/initContainers/1/image'],
        ['container', 'app', 'c', '/spec/containers/0/image'],
        ['ephemeralContainer', 'debug', 'e', '/spec/ephemeralContainers/0/image'],
        ['volume', 'data', 'v', '/spec/volumes/1/image/reference'],
      ],
    );
  });

  it('counts list items without an image', () => {
    const fields = imageFields(deployment({ containers: { injected: '', app: 'a' } }));
    assert.deepEqual(
      fields.map(({ pointer }) => pointer),
      [`${IN_TEMPLATE}/containers/1/image`],
    );
  });

  const empty: readonly [string, KubernetesObject][] = [
    ['a kind without pods', prometheus()],
    [
      'an object without specification',
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } },
    ],
  ];
  for (const [name, object] of empty) {
    it(`finds nothing in ${name}`, () => {
      assert.deepEqual(imageFields(object), []);
    });
  }
});
