import assert from 'node:assert/strict';
import { ExpectedError, UsageError } from '../../../src/domain/errors.ts';
import { type CustomImages, parseCustomImages } from '../../../src/domain/inventory/custom-images.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS, PODS } from '../../../src/domain/kubernetes/resource.ts';
import {
  forgetImagePaths,
  recallImagePaths,
  rememberImagePaths,
} from '../../../src/workflow/inventory/image-path-memory.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { anObject } from '../../support/builders/object.ts';
import { PROMETHEUSES } from '../../support/builders/resources.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const { signal } = new AbortController();
const A = parseCustomImages(['as.example={.spec.a}']);
const B = parseCustomImages(['bs.example={.spec.b}', 'bs.example={.spec.c}']);
const GIVEN = parseCustomImages(['as.example={.spec.z}', 'as.example={.spec.a}']);

/** A cluster that has every resource that is asked for. */
function clusterWithAll(objects: readonly KubernetesObject[] = []): InMemoryCluster {
  const cluster = new InMemoryCluster(objects);
  cluster.findResource = async () => Promise.resolve(PROMETHEUSES);
  return cluster;
}

async function recalled(
  cluster: InMemoryCluster,
  given: readonly CustomImages[] = [],
): Promise<readonly CustomImages[]> {
  const { customImages, warnings } = await recallImagePaths(cluster, HOME, given, signal);
  assert.deepEqual(warnings, []);
  return customImages;
}

describe('the memory of image paths', () => {
  it('adds to what it knows, and gives it back with what is given', async () => {
    const cluster = clusterWithAll();
    await rememberImagePaths(cluster, HOME, A, signal);
    await rememberImagePaths(cluster, HOME, B, signal);
    assert.deepEqual(await recalled(cluster), [...A, ...B]);
    assert.deepEqual(await recalled(cluster, GIVEN), [
      { resourceName: 'as.example', paths: ['{.spec.z}', '{.spec.a}'] },
      ...B,
    ]);
  });

  it('writes nothing that it knows', async () => {
    const cluster = clusterWithAll();
    await rememberImagePaths(cluster, HOME, [...A, ...B], signal);
    await rememberImagePaths(cluster, HOME, B, signal);
    assert.equal(cluster.writes.length, 2);
  });

  it('is empty until something is remembered, and after it is forgotten', async () => {
    const cluster = clusterWithAll();
    assert.deepEqual(await recalled(cluster), []);
    await rememberImagePaths(cluster, HOME, A, signal);
    await forgetImagePaths(cluster, HOME, signal);
    await forgetImagePaths(cluster, HOME, signal);
    assert.deepEqual(await recalled(cluster), []);
  });

  it('does not lose what another run remembers at the same time', async () => {
    const cluster = clusterWithAll();
    await rememberImagePaths(cluster, HOME, A, signal);
    cluster.beforePatch = (memory) => {
      cluster.beforePatch = () => undefined;
      cluster.edit(memory, [{ op: 'replace', path: '/data/flags', value: '["cs.example={.c}"]' }]);
    };
    await rememberImagePaths(cluster, HOME, B, signal);
    assert.deepEqual(await recalled(cluster), [...parseCustomImages(['cs.example={.c}']), ...B]);
  });

  it('leaves out with a warning what the server does not have any more, but nothing that is given', async () => {
    const cluster = new InMemoryCluster([prometheus()]);
    const present = parseCustomImages(['prometheuses.monitoring.coreos.com={.spec.image}']);
    await rememberImagePaths(cluster, HOME, [...A, ...B, ...present], signal);
    assert.deepEqual(await recallImagePaths(cluster, HOME, GIVEN, signal), {
      customImages: [...GIVEN, ...present],
      warnings: ['the server no longer serves "bs.example": changes to it are skipped'],
    });
  });

  it('leaves out with a warning what Kubernetes has by itself: nobody was told that of it', async () => {
    const cluster = clusterWithAll();
    cluster.findResource = async (name) => Promise.resolve(name === 'pods' ? PODS : PROMETHEUSES);
    await rememberImagePaths(cluster, HOME, [...A, ...parseCustomImages(['pods={.spec.x}'])], signal);
    assert.deepEqual(await recallImagePaths(cluster, HOME, [], signal), {
      customImages: A,
      warnings: [
        `ConfigMap ${HOME}/registry-switch-image-paths names "pods", which is not a custom resource: skipped`,
      ],
    });
  });

  for (const [name, data] of [
    ['is not JSON', { flags: '["as.example=' }],
    ['is not a list', { flags: '{}' }],
    ['lists something else', { flags: '[1]' }],
    ['holds what is no path', { flags: '["as.example={.spec["]' }],
    ['is empty', {}],
  ] as const) {
    it(`says what to do where it ${name}`, async () => {
      const damaged = anObject(
        CONFIG_MAPS,
        { namespace: HOME, name: 'registry-switch-image-paths' },
        { data },
      );
      const cluster = clusterWithAll([damaged]);
      const isClear = (error: unknown): boolean =>
        error instanceof ExpectedError &&
        !(error instanceof UsageError) &&
        error.message === 'ConfigMap registry-switch/registry-switch-image-paths is damaged' &&
        /kubectl delete configmap -n registry-switch .* --image-path/.test(error.nextStep ?? '');
      await assert.rejects(recallImagePaths(cluster, HOME, [], signal), isClear);
      await assert.rejects(rememberImagePaths(cluster, HOME, B, signal), isClear);
    });
  }
});
