import assert from 'node:assert/strict';
import { ClusterError } from '../../src/domain/errors.ts';
import { parseCustomImages } from '../../src/domain/inventory/custom-images.ts';
import {
  forgetImagePaths,
  recallImagePaths,
  rememberImagePaths,
} from '../../src/workflow/image-path-memory.ts';
import { InMemoryCluster } from '../support/in-memory-cluster.ts';

const HOME = 'registry-switch';
const { signal } = new AbortController();
const A = parseCustomImages(['as.example={.spec.a}']);
const B = parseCustomImages(['bs.example={.spec.b}', 'bs.example={.spec.c}']);

describe('the memory of image paths', () => {
  it('adds to what it knows, and gives it back with what is given', async () => {
    const cluster = new InMemoryCluster();
    await rememberImagePaths(cluster, HOME, A, signal);
    await rememberImagePaths(cluster, HOME, B, signal);
    assert.deepEqual(await recallImagePaths(cluster, HOME, [], signal), [...A, ...B]);
    const given = parseCustomImages(['as.example={.spec.z}', 'as.example={.spec.a}']);
    assert.deepEqual(await recallImagePaths(cluster, HOME, given, signal), [
      { resourceName: 'as.example', paths: ['{.spec.z}', '{.spec.a}'] },
      ...B,
    ]);
  });

  it('writes nothing that it knows', async () => {
    const cluster = new InMemoryCluster();
    await rememberImagePaths(cluster, HOME, [...A, ...B], signal);
    await rememberImagePaths(cluster, HOME, B, signal);
    assert.equal(cluster.writes.length, 2);
  });

  it('is empty until something is remembered, and after it is forgotten', async () => {
    const cluster = new InMemoryCluster();
    assert.deepEqual(await recallImagePaths(cluster, HOME, [], signal), []);
    await rememberImagePaths(cluster, HOME, A, signal);
    await forgetImagePaths(cluster, HOME, signal);
    await forgetImagePaths(cluster, HOME, signal);
    assert.deepEqual(await recallImagePaths(cluster, HOME, [], signal), []);
  });

  it('does not lose what another run remembers at the same time', async () => {
    const cluster = new InMemoryCluster();
    await rememberImagePaths(cluster, HOME, A, signal);
    cluster.beforePatch = (memory) => {
      cluster.beforePatch = () => undefined;
      cluster.edit(memory, [{ op: 'replace', path: '/data/flags', value: '["cs.example={.c}"]' }]);
    };
    await assert.rejects(rememberImagePaths(cluster, HOME, B, signal), ClusterError);
    assert.deepEqual(
      await recallImagePaths(cluster, HOME, [], signal),
      parseCustomImages(['cs.example={.c}']),
    );
  });
});
