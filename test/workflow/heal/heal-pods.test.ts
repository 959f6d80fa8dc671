import assert from 'node:assert/strict';
import { type HealReport, healPods } from '../../../src/workflow/heal/heal-pods.ts';
import { pod } from '../../support/builders/pod.ts';
import { statefulSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const owner = statefulSet({ image: 'new.example/a:1' });
const stuck = pod({ name: 'web-0', image: 'old.example/a:1', owner, waiting: { app: 'ImagePullBackOff' } });
const fine = pod({ name: 'web-1', image: 'old.example/a:1', owner });

async function heal(cluster: InMemoryCluster, dryRun = false): Promise<HealReport> {
  const request = {
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    isSource: (image: string) => image.startsWith('old.example/'),
    dryRun,
  };
  return healPods(cluster, request, recordedWork());
}

describe('healPods', () => {
  const healed = {
    namespace: 'shop',
    pod: 'web-0',
    owner: 'StatefulSet shop/web',
    images: ['old.example/a:1'],
    waiting: 'ImagePullBackOff',
  };

  it('deletes stuck pods, once', async () => {
    const cluster = new InMemoryCluster([owner, stuck, fine]);
    assert.deepEqual((await heal(cluster)).healed, [healed]);
    assert.deepEqual((await heal(cluster)).healed, []);
    assert.deepEqual(cluster.writes, ['delete pods shop/web-0']);
  });

  it('only tells with --dry-run', async () => {
    const cluster = new InMemoryCluster([owner, stuck]);
    assert.deepEqual((await heal(cluster, true)).healed, [healed]);
    assert.deepEqual(cluster.writes, []);
  });

  it('does not delete the pod that took the place of a stuck one', async () => {
    const cluster = new InMemoryCluster([owner, stuck]);
    const list = cluster.list.bind(cluster);
    cluster.list = async function* (resource, query) {
      yield* list(resource, query);
      if (resource.kind === 'Node')
        cluster.put({ ...stuck, metadata: { ...stuck.metadata, uid: 'another' } });
    };
    assert.deepEqual((await heal(cluster)).healed, []);
    assert.deepEqual(cluster.writes, []);
  });
});
