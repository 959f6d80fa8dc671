import assert from 'node:assert/strict';
import { ClusterError, ExpectedError } from '../../../src/domain/errors.ts';
import type { JsonPatch } from '../../../src/domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { createMissing, createOrPatch } from '../../../src/workflow/cluster/create-or-patch.ts';
import { anObject } from '../../support/builders/object.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { losePatchAnswers } from '../../support/lost-answers.ts';

const { signal } = new AbortController();
const PATH = '/data/a';

function configMap(value: string): KubernetesObject {
  const { metadata, ...rest } = anObject(CONFIG_MAPS, { name: 'memory' }, { data: { a: value } });
  return { ...rest, metadata: { name: metadata.name, namespace: 'shop' } };
}

const wanted = { resource: CONFIG_MAPS, object: configMap('1') };

function setToOne({ data }: KubernetesObject): JsonPatch | undefined {
  const { a } = data as { readonly a: string };
  if (a === '1') return undefined;
  return [
    { op: 'test', path: PATH, value: a },
    { op: 'replace', path: PATH, value: '1' },
  ];
}

/** Somebody else makes the object between our look and our creation. */
function overtaken(by: KubernetesObject): InMemoryCluster {
  const cluster = new InMemoryCluster();
  const create = cluster.create.bind(cluster);
  cluster.create = async (...request) => {
    cluster.put(by);
    return create(...request);
  };
  return cluster;
}

describe('createOrPatch', () => {
  const cases: readonly [string, InMemoryCluster, readonly string[]][] = [
    ['creates what is missing', new InMemoryCluster(), ['create']],
    ['patches what is there', new InMemoryCluster([configMap('2')]), ['patch']],
    ['leaves what is right', new InMemoryCluster([configMap('1')]), []],
    ['patches what somebody else has just made', overtaken(configMap('2')), ['create', 'patch']],
    ['is content with what somebody else has just made', overtaken(configMap('1')), ['create']],
  ];
  for (const [name, cluster, verbs] of cases) {
    it(name, async () => {
      await createOrPatch(cluster, wanted, setToOne, signal);
      assert.deepEqual(cluster.read(wanted.object).data, { a: '1' });
      assert.deepEqual(
        cluster.writes.map((write) => write.split(' ')[0]),
        verbs,
      );
    });
  }

  it('is done although the answer was lost', async () => {
    const cluster = new InMemoryCluster([configMap('2')]);
    losePatchAnswers(cluster);
    await createOrPatch(cluster, wanted, setToOne, signal);
    assert.deepEqual(cluster.read(wanted.object).data, { a: '1' });
  });

  it('says so when somebody keeps changing the object', async () => {
    const cluster = new InMemoryCluster([configMap('2')]);
    let edits = 2;
    cluster.beforePatch = () => cluster.put(configMap(String((edits += 1))));
    await assert.rejects(
      createOrPatch(cluster, wanted, setToOne, signal),
      (error) =>
        error instanceof ExpectedError &&
        error.message.startsWith('ConfigMap shop/memory: it was changed concurrently'),
    );
  });
});

describe('createMissing', () => {
  it('throws what is no race', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('create', CONFIG_MAPS, 'forbidden');
    await assert.rejects(createMissing(cluster, wanted, signal), ClusterError);
  });
});
