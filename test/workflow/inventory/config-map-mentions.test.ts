import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import {
  conclusionOf,
  describeMention,
  type Findings,
  mentionsIn,
} from '../../../src/domain/verify/findings.ts';
import { verifyCluster } from '../../../src/workflow/verify/verify-cluster.ts';
import { anObject } from '../../support/builders/object.ts';
import { deployment, replicaSet } from '../../support/builders/workloads.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const IMAGE = 'new.example/web:1';

function configMap(name: string, namespace = 'shop'): KubernetesObject {
  return anObject(CONFIG_MAPS, { name, namespace }, { data: { image: 'old.example/solver:1' } });
}

function using(name: string, namespace = 'shop'): KubernetesObject {
  return deployment({ name, namespace, image: IMAGE, volumes: [{ name: 'v', configMap: { name } }] });
}

class CountingCluster extends InMemoryCluster {
  readonly reads: string[] = [];

  override async get(...args: Parameters<InMemoryCluster['get']>): Promise<KubernetesObject | undefined> {
    const [resource, { name }] = args;
    if (resource.kind === CONFIG_MAPS.kind) this.reads.push(name);
    return super.get(...args);
  }
}

async function verify(cluster: InMemoryCluster): Promise<Findings> {
  const from = ['old.example'];
  const request = {
    from,
    isSource: namedSources(from),
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    findMentions: mentionFinder(namedPlaces(from)),
    includeFinished: false,
  };
  return verifyCluster(cluster, request, recordedWork());
}

describe('references in ConfigMaps', () => {
  it('are found in those that are used, each read once', async () => {
    const past = replicaSet({
      ...{ name: 'past', image: IMAGE, owner: using('a'), replicas: 0 },
      volumes: [{ name: 'v', configMap: { name: 'old' } }],
    });
    const objects = [
      using('a'),
      { ...using('a'), metadata: { ...using('a').metadata, name: 'b', uid: 'b' } },
    ];
    const cluster = new CountingCluster([
      ...objects,
      past,
      configMap('a'),
      configMap('old'),
      configMap('alone'),
    ]);
    const found = await verify(cluster);
    assert.deepEqual(mentionsIn(found).map(describeMention), [
      'ConfigMap shop/a data.image (old.example/solver:1)',
    ]);
    assert.deepEqual(cluster.reads, ['a']);
    assert.deepEqual(found.warnings, []);
  });

  it('may be gone', async () => {
    const cluster = new CountingCluster([using('b'), using('gone'), configMap('b')]);
    const found = await verify(cluster);
    assert.deepEqual(found.findings.map(describeMention), [
      'ConfigMap shop/b data.image (old.example/solver:1)',
    ]);
    assert.deepEqual(cluster.reads.sort(), ['b', 'gone']);
  });

  it('that may not be read are told, and no all-clear is given for them', async () => {
    const cluster = new CountingCluster([using('a'), using('b', 'bank'), configMap('a')]);
    cluster.refuse('get', CONFIG_MAPS, 'forbidden');
    const found = await verify(cluster);
    assert.deepEqual(found.unseen, ['ConfigMaps']);
    assert.deepEqual(found.warnings, [
      'no permission to read ConfigMaps in bank, shop: references to the source in them are not found',
    ]);
    assert.equal(conclusionOf(found), 'No workload refers to the source any more; not searched: ConfigMaps');
  });

  it('that nobody uses are not read one by one, but told of where they name the source', async () => {
    const cluster = new CountingCluster([deployment({ image: IMAGE }), configMap('a')]);
    cluster.refuse('get', CONFIG_MAPS, 'forbidden');
    assert.equal(
      conclusionOf(await verify(cluster)),
      'No workload refers to the source any more; not searched: controllers that may read ConfigMaps which no workload references (shop/a)',
    );
  });
});
