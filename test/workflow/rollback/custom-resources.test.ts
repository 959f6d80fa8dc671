import assert from 'node:assert/strict';
import type { CustomImages } from '../../../src/domain/inventory/custom-images.ts';
import { recallImagePaths, rememberImagePaths } from '../../../src/workflow/inventory/image-path-memory.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { NEW, OLD, outcomes, runRollback, switched } from './rollback-run.ts';

describe('rollBack: custom resources', () => {
  const { signal } = new AbortController();
  const flags = [{ resourceName: 'prometheuses', paths: ['{.spec.image}'] }];
  const field = { slot: 'field', name: '/spec/image', from: OLD, to: NEW };
  const owner = prometheus({
    image: NEW,
    annotations: changeLog([{ images: [field] }]),
  });

  async function recalled(cluster: InMemoryCluster): Promise<readonly CustomImages[]> {
    return (await recallImagePaths(cluster, 'registry-switch', [], signal)).customImages;
  }

  it('are put back by the remembered paths, which are then forgotten', async () => {
    const cluster = new InMemoryCluster([owner]);
    await rememberImagePaths(cluster, 'registry-switch', flags, signal);
    assert.deepEqual(await recalled(cluster), flags);
    await runRollback(cluster, flags);
    assert.deepEqual(cluster.read(owner).spec, { image: OLD });
    assert.deepEqual(await recalled(cluster), []);
  });

  for (const [from, named, image] of [
    ['other.example/shell:1', [], NEW],
    ['other.example/shell:1', flags, 'other.example/shell:1'],
    ['Not an image', flags, NEW],
  ] as const) {
    it(`lead to ${from} ${image === NEW ? 'not' : ''} with ${named.length} named by the call`, async () => {
      const doubtful = prometheus({ image: NEW, annotations: changeLog([{ images: [{ ...field, from }] }]) });
      const cluster = new InMemoryCluster([doubtful]);
      const report = await runRollback(cluster, flags, {}, { named });
      assert.deepEqual(cluster.read(doubtful).spec, { image });
      assert.deepEqual(outcomes(report), { web: image === NEW ? 'kept' : 'rolled-back' });
      if (image === NEW) {
        const { annotations } = cluster.read(doubtful).metadata;
        assert.deepEqual(annotations, doubtful.metadata.annotations);
      }
    });
  }

  for (const scope of [{ namespaces: ['bank'] }, { excludeNamespaces: ['shop'] }]) {
    it(`stay remembered after a rollback of ${JSON.stringify(scope)}`, async () => {
      const cluster = new InMemoryCluster([owner, deployment({ namespace: 'bank', ...switched })]);
      await rememberImagePaths(cluster, 'registry-switch', flags, signal);
      assert.deepEqual(outcomes(await runRollback(cluster, flags, scope)), { web: 'rolled-back' });
      assert.deepEqual(await recalled(cluster), flags);
    });
  }
});
